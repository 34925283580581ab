using System.Security.Cryptography;
using HtcFlow.Backends.Local.Spooling;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Local;

/// <summary>Runs the elements of arrays as processes on this machine, as many at a time as there are slots.</summary>
/// <remarks>
/// Owner: one engine lane, which is the only caller, one call at a time (<see cref="WaitForNewsAsync"/> may wait beside others).
/// Survives a crash at any instruction: every submission, every element that runs (it runs on and is adopted by the next backend
/// on the same spool) and every end that was recorded. An element is never started twice; one that ended while no backend
/// was there is reported with exit code -1. After a loss of power an end recorded in the last seconds may be forgotten and
/// its element started again: the store takes only the first result.
/// </remarks>
public sealed class LocalBackend : IBackend
{
    private const int MarkBytes = 8;

    // 7.8 ms from the start of a runner to the start of its command, as `make bench BENCH=local` measures it.
    private static readonly TimeSpan s_startCost = TimeSpan.FromMilliseconds(8);

    private readonly LocalOptions _options;
    private readonly Spool _spool;
    private readonly Dispatcher _dispatcher;
    private readonly LocalLoop _loop;
    private readonly News _news;
    private long _sequence;

    private LocalBackend(LocalOptions options, Spool spool, Dispatcher dispatcher, Mailbox mailbox, News news, long sequence)
    {
        _options = options;
        _spool = spool;
        _dispatcher = dispatcher;
        _news = news;
        _sequence = sequence;
        _loop = new LocalLoop(dispatcher, mailbox);
        Capabilities = new BackendCapabilities
        {
            MaxArrayElements = 10_000,
            MaxEnvironmentCharacters = RunnerNeeds.MaxEnvironmentBytes,
            MaxOutstandingElements = 20_000,
            Slots = options.Slots,
            PollInterval = TimeSpan.FromMilliseconds(250),
            StartCost = s_startCost,
            RunsDetached = true,
        };
    }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <summary>Processes started so far.</summary>
    internal long ProcessesStarted => _dispatcher.Started;

    /// <summary>Opens the spool and adopts what is in it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Slots, grace or niceness are outside their ranges.</exception>
    /// <exception cref="FaultException">The spool cannot be read or written, or another process uses it.</exception>
    public static LocalBackend Open(LocalOptions options, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Grace, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Nice);
        options = options with { RunnerPath = Path.GetFullPath(options.RunnerPath) };
        Spool spool = Spool.Open(options.SpoolDirectory);
        var news = new News();
        var mailbox = new Mailbox();
        var dispatcher = new Dispatcher(options, clock, mailbox, news);
        bool isRecovered = false;
        try
        {
            long sequence = 0;
            foreach (SpooledJob job in spool.Load())
            {
                dispatcher.Recover(new LocalJob(job, spool.FolderOf(job.Name)));
                sequence = job.Sequence;
            }

            isRecovered = true;
            return new LocalBackend(options, spool, dispatcher, mailbox, news, sequence);
        }
        finally
        {
            if (!isRecovered)
            {
                mailbox.Dispose();
                dispatcher.Dispose();
                spool.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public Task WaitForNewsAsync(CancellationToken cancellationToken) => _news.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken)
    {
        if (RunnerLauncher.Examine(_options.RunnerPath) is { } fault)
        {
            throw fault;
        }

        var replies = new SubmitReply[asks.Count];
        for (int a = 0; a < asks.Count; a++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            replies[a] = await SubmitAsync(asks[a]);
        }

        return replies;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _loop.AskAsync(() => (JobHandle[])[.. names.Select(HandleOf).OfType<JobHandle>()]);
    }

    /// <inheritdoc/>
    /// <exception cref="FaultException">Runners cannot be started and a person has to mend it.</exception>
    public async Task<IReadOnlyList<ArrayStatus>> ObserveAsync(
        IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _loop.AskAsync(() =>
        {
            _news.Take();
            return _dispatcher.Stall is { } stall
                ? throw new FaultException(stall.Kind, stall.Operation, stall.Subject, stall.Detail, stall)
                : (ArrayStatus[])[.. handles.Select(StatusOf)];
        });
    }

    /// <inheritdoc/>
    public async Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _loop.AskAsync(() =>
        {
            if (_dispatcher.TryFind(handle.Name, out LocalJob? job))
            {
                _dispatcher.Cancel(job, elements);
            }

            return 0;
        });
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _loop.AskAsync(() =>
        {
            foreach (JobHandle handle in handles)
            {
                if (_dispatcher.TryFind(handle.Name, out LocalJob? job))
                {
                    _dispatcher.Forget(job);
                }
            }

            return 0;
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _loop.EndAsync(_options.StopOnDispose);
        _spool.Dispose();
    }

    private JobHandle? HandleOf(JobName name) => _dispatcher.TryFind(name, out LocalJob? job) ? job.Spooled.Handle : null;

    private ArrayStatus StatusOf(JobHandle handle) => _dispatcher.TryFind(handle.Name, out LocalJob? job)
        ? job.Status()
        : new ArrayStatus { Handle = handle, IsKnown = false };

    private async Task<SubmitReply> SubmitAsync(ArrayAsk ask)
    {
        (JobHandle? known, bool isLeaving) = await _loop.AskAsync(() => (HandleOf(ask.Name), _dispatcher.IsLeaving(ask.Name)));
        if (known is not null)
        {
            return SubmitReply.Accepted(known);
        }

        FaultException? refusal = isLeaving
            ? new FaultException(FaultKind.Transient, "submit array", ask.Name.Value, "a forgotten job of this name still runs; it is tried again")
            : AskRules.Check(ask, _options, Capabilities);
        return refusal is not null ? SubmitReply.Refused(refusal) : SubmitReply.Accepted(await AddAsync(ask));
    }

    // Written on the caller's thread: waiting for a disk must not keep the loop from giving on free slots.
    private async Task<JobHandle> AddAsync(ArrayAsk ask)
    {
        var spooled = new SpooledJob
        {
            Sequence = ++_sequence,
            Mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkBytes)),
            Ask = ask,
        };
        JobFolder folder = _spool.FolderOf(ask.Name);
        folder.Write(spooled);
        return await _loop.AskAsync(() =>
        {
            _dispatcher.Add(new LocalJob(spooled, folder));
            return spooled.Handle;
        });
    }
}
