using System.Buffers;
using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine.Replies;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.GridEngine;

/// <summary>A cell of Grid Engine by way of its commands: each method is one run of one of them.</summary>
/// <remarks>
/// Plain <c>qsub</c> and not DRMAA: an array of 75,000 tasks takes either 3 to 16 ms, single jobs 150 a second either way, and DRMAA would
/// be a native library to load, of the very version of the site, that has no way through SSH.
/// </remarks>
/// <param name="commands">Where its commands run.</param>
/// <param name="options">How this cell is to be asked.</param>
/// <param name="maxElements">Most elements of one array.</param>
/// <param name="widest">Most slots of one host; 0 when unknown.</param>
internal sealed class GridEngineCell(ICommands commands, GridEngineOptions options, int maxElements, int widest)
    : IScheduler, IStuckJobs, IHostSwitch, IHostAvoidance, IUnheardHosts
{
    // Arguments of a command share 128 KiB a word and some 2 MiB in all; a range of tasks has at most 30 characters.
    private const int RangesPerCall = 2_000;

    private static readonly SearchValues<char> s_pattern = SearchValues.Create("*?[!&|(");

    // What arrays ask for besides hosts; null where the site has them ask for hosts of its own.
    private readonly Dictionary<string, string[]?> _requests = [];

    private bool? _mayForce;

    /// <summary>What the live configuration allows.</summary>
    internal static Task<CellLimits> LimitsAsync(ICommands commands, GridEngineOptions options, CancellationToken cancellationToken) =>
        AskAsync(commands, options, "read configuration", "qconf", ["-sconf"], static reply => GridEngineReplies.Limits(reply.Text), cancellationToken);

    /// <summary>Slots of hosts, of the wanted queues only where each target asks for one.</summary>
    internal static async Task<IReadOnlyList<HostSlots>> HostsAsync(
        ICommands commands, GridEngineOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<HostSlots> all = await AskAsync(
            commands, options, "look at hosts", "qhost", ["-q", "-xml"], static reply => GridEngineReplies.Hosts(new MemoryStream(reply.Output)), cancellationToken);
        GridEngineOptions[] places = options.Targets.Count == 0 ? [options] : [.. options.Targets.Values];
        string[] wanted = [.. places.SelectMany(static place => place.Queue.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(static queue => queue.Split('@')[0])];

        // No queue, or a pattern, is left to the scheduler: then everything counts.
        return places.Any(static place => place.Queue.Length == 0) || wanted.Any(static queue => queue.AsSpan().ContainsAny(s_pattern))
            ? all
            : [.. all.Where(host => wanted.Contains(host.Queue, StringComparer.Ordinal))];
    }

    /// <inheritdoc/>
    public long Started => commands.Started;

    /// <inheritdoc/>
    public FaultException? Check(ArrayAsk ask) => AskRules.Check(ask, maxElements, "max_aj_tasks", widest);

    /// <inheritdoc/>
    public async Task<string?> SubmitAsync(ArrayAsk ask, IReadOnlyCollection<string> avoided, CancellationToken cancellationToken)
    {
        GridEngineOptions place = options.For(ask.Target);
        CommandReply reply = await commands.RunAsync(
            new Command(options.PathOf("qsub"), GridEngineScript.Arguments(ask, place, avoided)) { Input = GridEngineScript.Script(ask, place) },
            cancellationToken);
        return reply.Exit == 0 ? GridEngineReplies.JobOf(reply.Text) : throw GridEngineFault.Of("submit array", ask.Name.Value, reply);
    }

    /// <inheritdoc/>
    public Task<Dictionary<string, QueuedJob>> QueueAsync(CancellationToken cancellationToken) =>
        AskAsync("look at queue", "qstat", ["-xml", "-u", options.User], static reply => GridEngineReplies.Queue(new MemoryStream(reply.Output)), cancellationToken);

    /// <inheritdoc/>
    public Task<int> SizeAsync(string job, CancellationToken cancellationToken) =>
        AskAsync("look at job", "qstat", ["-j", job, "-xml"], static reply => GridEngineReplies.SizeOf(new MemoryStream(reply.Output)), cancellationToken);

    /// <inheritdoc/>
    public bool StartsAgain => true;

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<long, string>> ReasonsAsync(string job, CancellationToken cancellationToken) => AskAsync(
        "look at job",
        "qstat",
        ["-j", job, "-xml"],
        static reply => (IReadOnlyDictionary<long, string>)GridEngineReplies.Errors(new MemoryStream(reply.Output))
            .DistinctBy(static error => error.Element)
            .ToDictionary(static error => (long)error.Element, static error => error.Reason),
        cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string job, IndexSet elements, CancellationToken cancellationToken) =>
        ByRangesAsync("cancel elements", "qdel", [], job, elements, cancellationToken);

    /// <inheritdoc/>
    public Task ClearAsync(string job, IndexSet elements, CancellationToken cancellationToken) =>
        ByRangesAsync("clear errors", "qmod", ["-cj"], job, elements, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> SwitchAsync(string host, bool isDisabled, CancellationToken cancellationToken)
    {
        string queue = options.Targets.Count == 0 && options.Queue.Length > 0 && !options.Queue.AsSpan().ContainsAny(",@") ? options.Queue : "*";
        CommandReply reply = await commands.RunAsync(
            new Command(options.PathOf("qmod"), [isDisabled ? "-d" : "-e", $"{queue}@{host}"]), cancellationToken);
        FaultException? fault = reply.Exit == 0 ? null : GridEngineFault.Of("quarantine host", host, reply);
        return fault is null || (GridEngineFault.IsOutage(fault) ? throw fault : false);
    }

    /// <inheritdoc/>
    /// <remarks>Elements that run are left alone by <c>qalter</c>, which took 13 ms for 75,000 that wait; it replaces all that the array asks for.</remarks>
    public async Task AvoidAsync(string job, IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        if (!_requests.TryGetValue(job, out string[]? others))
        {
            IReadOnlyList<string> all = await AskAsync(
                "look at job", "qstat", ["-j", job, "-xml"], static reply => GridEngineReplies.Requests(new MemoryStream(reply.Output)), cancellationToken);
            others = all.Any(static request => request.StartsWith("hostname=", StringComparison.Ordinal) && !GridEngineScript.IsOurs(request)) ? null
                : [.. all.Where(static request => !GridEngineScript.IsOurs(request))];
            _requests.Add(job, others);
        }

        if (others is not null)
        {
            CommandReply reply = await commands.RunAsync(
                new Command(options.PathOf("qalter"), ["-l", string.Join(',', [.. others, GridEngineScript.HostsBut(hosts)]), job]), cancellationToken);
            if (reply.Exit != 0 && GridEngineFault.Of("quarantine hosts", job, reply) is { Kind: FaultKind.Transient } fault)
            {
                throw fault;
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<UnheardElement>> UnheardAsync(CancellationToken cancellationToken) => AskAsync(
        "look for silent hosts",
        "qstat",
        ["-xml", "-u", options.User, "-s", "rs", "-qs", "u"],
        static reply => GridEngineReplies.Unheard(new MemoryStream(reply.Output)),
        cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// A manager's force frees slots and jobs at once. With anybody else's, where it is allowed at all (ENABLE_FORCED_QDEL), the command waits for
    /// a minute; a plain deletion is done when the host is back, and at once where the site says ENABLE_FORCED_QDEL_IF_UNKNOWN.
    /// </remarks>
    public async Task AbandonAsync(string job, IndexSet elements, CancellationToken cancellationToken)
    {
        _mayForce ??= await IsAmongAsync("-sm", cancellationToken) || await IsAmongAsync("-so", cancellationToken);
        await ByRangesAsync("give up elements", "qdel", _mayForce.Value ? ["-f"] : [], job, elements, cancellationToken);
    }

    private async Task<bool> IsAmongAsync(string list, CancellationToken cancellationToken)
    {
        // An empty list is no success.
        CommandReply reply = await commands.RunAsync(new Command(options.PathOf("qconf"), [list]), cancellationToken);
        return reply.Exit == 0 && reply.Text.Split('\n', StringSplitOptions.TrimEntries).Contains(options.User, StringComparer.Ordinal);
    }

    private async Task ByRangesAsync(
        string operation, string program, string[] words, string job, IndexSet elements, CancellationToken cancellationToken)
    {
        foreach (IndexRange[] ranges in elements.Ranges.Chunk(RangesPerCall))
        {
            CommandReply reply = await commands.RunAsync(
                new Command(options.PathOf(program), [.. words, .. ranges.Select(range => GridEngineScript.Tasks(job, range))]), cancellationToken);
            if (reply.Exit != 0
                && GridEngineFault.Of(operation, job, reply) is { Kind: FaultKind.Transient or FaultKind.Denied } fault)
            {
                throw fault;
            }
        }
    }

    private Task<T> AskAsync<T>(
        string operation, string program, string[] arguments, Func<CommandReply, T> read, CancellationToken cancellationToken) =>
        AskAsync(commands, options, operation, program, arguments, read, cancellationToken);

    private static async Task<T> AskAsync<T>(
        ICommands commands, GridEngineOptions options, string operation, string program, string[] arguments, Func<CommandReply, T> read, CancellationToken cancellationToken)
    {
        CommandReply reply = await commands.RunAsync(new Command(options.PathOf(program), arguments), cancellationToken);
        if (reply.Exit != 0)
        {
            throw GridEngineFault.Of(operation, program, reply);
        }

        try
        {
            return read(reply);
        }
        catch (FormatException e)
        {
            throw new FaultException(
                FaultKind.Broken, operation, program, $"its reply is not Grid Engine's ({e.Message}); check which scheduler '{program}' belongs to", e);
        }
    }
}
