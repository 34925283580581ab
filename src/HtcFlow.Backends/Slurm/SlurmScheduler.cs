using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Slurm.Replies;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Slurm;

/// <summary>A Slurm cluster by way of its commands: each method is one run of one of them.</summary>
/// <param name="commands">Where its commands run.</param>
/// <param name="options">How it is to be asked.</param>
/// <param name="limits">What it allows.</param>
/// <param name="nodes">Its nodes.</param>
/// <param name="bucket">Paces submissions.</param>
internal sealed class SlurmScheduler(
    SlurmCommands commands, SlurmOptions options, SlurmLimits limits, IReadOnlyList<NodeShare> nodes, CallBucket bucket) : IScheduler, IStuckJobs, IHostAvoidance
{
    // Names of elements are one argument of a command, 128 KiB at most; a range has at most 14 characters.
    private const int RangesPerCall = 2_000;

    private static readonly string[] s_nodeArguments = ["-h", "-N", "-o", "%P|%N|%c|%T"];

    private readonly IReadOnlyDictionary<string, string> _environment = SlurmBackend.EnvironmentFor(limits.RequeueExits);
    private readonly int _widest = SlurmBackend.NodesOf(options, nodes).Select(static node => node.Cpus).DefaultIfEmpty().Max();
    private HashSet<string> _known = NamesOf(nodes);

    /// <inheritdoc/>
    public long Started => commands.Started;

    /// <summary>What the live configuration allows.</summary>
    internal static Task<SlurmLimits> LimitsAsync(SlurmCommands commands, CancellationToken cancellationToken) =>
        commands.AskAsync("read configuration", "scontrol", ["show", "config"], static reply => SlurmReplies.Limits(reply.Text), cancellationToken);

    /// <summary>All nodes in all partitions that this user may see.</summary>
    internal static Task<IReadOnlyList<NodeShare>> NodesAsync(SlurmCommands commands, CancellationToken cancellationToken) =>
        commands.AskAsync("look at nodes", "sinfo", s_nodeArguments, static reply => SlurmReplies.Nodes(reply.Text), cancellationToken);

    /// <inheritdoc/>
    public FaultException? Check(ArrayAsk ask) => AskRules.Check(ask, SlurmBackend.LargestArray(limits), "MaxArraySize, MaxJobCount", _widest);

    /// <inheritdoc/>
    public async Task<string?> SubmitAsync(ArrayAsk ask, IReadOnlyCollection<string> avoided, CancellationToken cancellationToken)
    {
        TimeSpan wait = bucket.Take();
        if (wait > TimeSpan.Zero)
        {
            throw new FaultException(FaultKind.Throttled, "submit array", ask.Name.Value, "slurmctld counts calls (rl_enable); it is sent a little later") { RetryAfter = wait };
        }

        CommandReply reply = await SendAsync(ask, avoided, cancellationToken);
        if (reply.Exit != 0 && reply.Error.Contains(SlurmFault.UnknownNode, StringComparison.Ordinal))
        {
            // A node was taken out of the cluster since it was looked at.
            _known = NamesOf(await NodesAsync(commands, cancellationToken));
            reply = await SendAsync(ask, avoided, cancellationToken);
        }

        if (reply.Exit != 0 && reply.Error.Contains(SlurmFault.NoSuchNodes, StringComparison.Ordinal) && await FitsAnywhereAsync(ask, cancellationToken))
        {
            throw new FaultException(FaultKind.Throttled, "submit array", ask.Name.Value, "every node that could run it is kept free for being slow or faulty; it is tried again")
            {
                RetryAfter = TimeSpan.FromMinutes(1),
            };
        }

        return reply.Exit == 0 ? SlurmReplies.JobOf(reply.Text) : throw SlurmFault.Of("submit array", ask.Name.Value, reply);
    }

    /// <inheritdoc/>
    public Task<Dictionary<string, QueuedJob>> QueueAsync(CancellationToken cancellationToken) => commands.AskAsync(
        "look at queue", "squeue", ["-h", "-a", "-t", "all", "-u", options.User, "-O", SlurmReplies.Columns], static reply => SlurmReplies.Queue(reply.Output), cancellationToken);

    /// <inheritdoc/>
    public Task<int> SizeAsync(string job, CancellationToken cancellationToken) => commands.AskAsync(
        "look at job",
        "squeue",
        ["-h", "-a", "-t", "all", "-j", job, "-o", "%k"],
        static reply => SlurmScript.SizeIn(reply.Text.Split('\n')[0].Trim()),
        cancellationToken);

    /// <inheritdoc/>
    public bool StartsAgain => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<long, string>> ReasonsAsync(string job, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, string> reasons = await commands.AskAsync(
            "look at job", "squeue", ["-h", "-a", "-j", job, "-O", SlurmReplies.Columns], static reply => SlurmReplies.Reasons(reply.Output), cancellationToken);
        string missed = SlurmReasons.NodesIn(reasons.Values);
        if (missed.Length == 0)
        {
            return reasons;
        }

        // Why they are down or drained says what is to be done; where that cannot be had the reason alone has to do.
        CommandReply reply = await commands.RunAsync("sinfo", ["-h", "-R", "-n", missed, "-o", "%N|%E"], "", cancellationToken);
        string remarks = reply.Exit == 0 ? SlurmReasons.Remarks(reply.Text) : "";
        return remarks.Length == 0 ? reasons
            : reasons.ToDictionary(static pair => pair.Key, pair => SlurmReasons.NodesIn([pair.Value]).Length == 0 ? pair.Value : $"{pair.Value} ({remarks})");
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string job, IndexSet elements, CancellationToken cancellationToken) =>
        ByRangesAsync("cancel elements", "scancel", [], job, elements, cancellationToken);

    /// <inheritdoc/>
    public Task ClearAsync(string job, IndexSet elements, CancellationToken cancellationToken) =>
        ByRangesAsync("release elements", "scontrol", ["release"], job, elements, cancellationToken);

    /// <inheritdoc/>
    public async Task AvoidAsync(string job, IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        if (!hosts.All(_known.Contains))
        {
            _known = NamesOf(await NodesAsync(commands, cancellationToken));
        }

        // Elements of the array that run already are left alone by Slurm, which says so and ends with 1.
        CommandReply reply = await commands.RunAsync(
            "scontrol", ["update", "JobId=" + job, "ExcNodeList=" + SlurmScript.Hosts(hosts.Where(_known.Contains))], "", cancellationToken);
        if (reply.Exit != 0 && SlurmFault.Of("quarantine hosts", job, reply) is { Kind: FaultKind.Transient or FaultKind.Throttled } fault)
        {
            throw fault;
        }
    }

    private static HashSet<string> NamesOf(IReadOnlyList<NodeShare> nodes) => nodes.Select(static node => node.Node).ToHashSet(StringComparer.Ordinal);

    private Task<CommandReply> SendAsync(ArrayAsk ask, IReadOnlyCollection<string> avoided, CancellationToken cancellationToken) =>
        SendAsync(ask, SlurmScript.Arguments(ask, options.For(ask.Target), [.. avoided.Where(_known.Contains)]), cancellationToken);

    private async Task<bool> FitsAnywhereAsync(ArrayAsk ask, CancellationToken cancellationToken) =>
        await SendAsync(ask, ["--test-only", .. SlurmScript.Arguments(ask, options.For(ask.Target), [])], cancellationToken) is { Exit: 0 };

    private Task<CommandReply> SendAsync(ArrayAsk ask, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        commands.RunAsync("sbatch", arguments, SlurmScript.Script(ask, options.For(ask.Target), _environment), cancellationToken);

    private async Task ByRangesAsync(
        string operation, string program, string[] words, string job, IndexSet elements, CancellationToken cancellationToken)
    {
        foreach (IndexRange[] ranges in elements.Ranges.Chunk(RangesPerCall))
        {
            CommandReply reply = await commands.RunAsync(program, [.. words, SlurmScript.Elements(job, ranges)], "", cancellationToken);
            if (reply.Exit != 0 && SlurmFault.Of(operation, job, reply) is { Kind: not FaultKind.Broken } fault)
            {
                throw fault;
            }
        }
    }
}
