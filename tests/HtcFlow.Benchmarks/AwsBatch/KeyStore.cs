using System.Runtime.CompilerServices;
using System.Text;
using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>The store as the engine sees it: ledger keys of elements that the emulator told of, spelt when they are asked for.</summary>
internal sealed class KeyStore : IObjectStore
{
    private const int PageSize = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ArrayLedger> _ledgers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ArrayLedger Ledger, int Attempt)> _ofJob = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Array, long Index), long> _keyless = [];
    private readonly List<(ArrayLedger Ledger, int Attempt)> _jobs = [];
    private readonly List<int> _hosts = [];
    private readonly MachineNames _machines = new();
    private long _ownTicks;

    /// <summary>Processor time of what is the benchmark's own here: taking ends in and spelling keys, which in a campaign others do.</summary>
    public TimeSpan OwnTime => TimeSpan.FromTicks(Interlocked.Read(ref _ownTicks));

    /// <summary>Elements that ended without a key.</summary>
    public long Keyless { get; private set; }

    /// <summary>Reads an array's order, so that the ends of its elements become keys; of a name that is known nothing changes.</summary>
    public void Expect(ArrayAsk ask)
    {
        lock (_lock)
        {
            TimeSpan begin = ThreadClock.Now;
            if (!_ofJob.ContainsKey(ask.Name.Value))
            {
                string text = ask.Environment[RunnerEnvironment.Order];
                StageOrder order = OrderCodec.Parse(text.StartsWith('@') ? Encoding.UTF8.GetString(_objects[text[1..]]) : text);
                var ledger = new ArrayLedger(order.Campaign, order.Stage.Name, new ArrayId(order.Array), IndexSet.Parse(order.Indices), _machines);
                _ofJob[ask.Name.Value] = (ledger, order.Attempt);
                _ledgers[ledger.Prefix] = ledger;
            }

            Charge(begin);
        }
    }

    /// <summary>Takes in what the emulator's process tells after a move of the clock.</summary>
    public void Receive(BinaryReader reader)
    {
        int names = reader.ReadInt32();
        lock (_lock)
        {
            TimeSpan begin = ThreadClock.Now;
            for (; names > 0; names--)
            {
                bool isHost = reader.ReadBoolean();
                string name = reader.ReadString();
                if (isHost)
                {
                    // Names of hosts in keys are made up from their numbers: as long as an instance's, and as many.
                    _hosts.Add(_machines.Add(name.Split('!')[0]));
                }
                else
                {
                    _jobs.Add(_ofJob.GetValueOrDefault(name));
                }
            }

            for (int ends = reader.ReadInt32(); ends > 0; ends--)
            {
                Add(EndRecord.Read(reader));
            }

            Charge(begin);
        }
    }

    /// <summary>When a task ended of which no key tells; null when none did. Tells it once.</summary>
    public DateTimeOffset? TakeKeyless(ArrayId array, long index)
    {
        lock (_lock)
        {
            return _keyless.Remove((array.Value, index), out long ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        }
    }

    public async Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        lock (_lock)
        {
            bool isNew = _objects.TryAdd(key, copy.ToArray());
            return isNew || condition != PutCondition.IfAbsent;
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<Stream?>(_objects.TryGetValue(key, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : null);
        }
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (string key in ListKeysAsync(prefix, cancellationToken))
        {
            if (string.CompareOrdinal(key, after) > 0)
            {
                yield return new ObjectInfo(key, 0);
            }
        }
    }

    // The one listing that an engine without readers beside it makes: the ledger of one array.
    public async IAsyncEnumerable<string> ListKeysAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArrayLedger? ledger;
        lock (_lock)
        {
            ledger = _ledgers.GetValueOrDefault(prefix);
        }

        var page = new List<string>(PageSize);
        for (int at = 0; ledger is not null && at < ledger.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            at = Spell(ledger, at, page);
            foreach (string key in page)
            {
                yield return key;
            }
        }

        await Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Add(EndRecord end)
    {
        // Jobs that were not expected are those of a poller, which reads no keys.
        if (_jobs[end.Job] is not ({ } ledger, var attempt))
        {
            return;
        }

        if (end.Outcome == Outcome.None)
        {
            _keyless[(ledger.Array.Value, ledger.Tasks[end.Element])] = end.Ticks;
            Keyless++;
        }
        else
        {
            ledger.Add(new KeyRecord(end.Element, end.Milliseconds, _hosts[end.Host], (byte)attempt, end.Outcome, end.Exit));
        }
    }

    private int Spell(ArrayLedger ledger, int at, List<string> page)
    {
        lock (_lock)
        {
            TimeSpan begin = ThreadClock.Now;
            page.Clear();
            for (; at < ledger.Count && page.Count < PageSize; at++)
            {
                page.Add(ledger.TextOf(at)!);
            }

            Charge(begin);
            return at;
        }
    }

    private void Charge(TimeSpan begin) => Interlocked.Add(ref _ownTicks, (ThreadClock.Now - begin).Ticks);
}
