using System.Globalization;
using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Slurm.Replies;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Slurm;

/// <summary>Opens a Slurm cluster as a backend.</summary>
public static class SlurmBackend
{
    // One byte an element and one look at it are sized for that many.
    private const int MostElements = 1_000_000;
    private const int TryAgain = 75;

    // An element is placed at the scheduler's next run: about half a second after a slot is free where that was tried, with few slots and a quick schedule.
    private static readonly TimeSpan s_startCost = TimeSpan.FromSeconds(0.5);

    /// <summary>Opens the book of arrays and asks the cluster what it allows.</summary>
    /// <exception cref="FaultException">The commands are missing, the cluster does not answer, or the book cannot be used.</exception>
    public static Task<ClusterBackend> OpenAsync(SlurmOptions options, TimeProvider clock, CancellationToken cancellationToken) => ClusterAccess.OpenAsync(
        options, clock, commands => OpenAsync(options, commands, clock, cancellationToken));

    /// <summary>Opens a backend on another way to run commands.</summary>
    internal static async Task<ClusterBackend> OpenAsync(SlurmOptions options, ICommands commands, TimeProvider clock, CancellationToken cancellationToken)
    {
        options = await ClusterAccess.SettleAsync(options, commands, cancellationToken);
        var slurm = new SlurmCommands(commands, options);
        SlurmLimits limits = await SlurmScheduler.LimitsAsync(slurm, cancellationToken);
        IReadOnlyList<NodeShare> nodes = await SlurmScheduler.NodesAsync(slurm, cancellationToken);
        var cluster = new SlurmScheduler(slurm, options, limits, nodes, new CallBucket(limits.Rate, clock));
        return new ClusterBackend(new ClusterParts
        {
            Scheduler = cluster,
            Commands = commands,
            Endings = new SlurmRecords(slurm, options.User, limits.HasAccounting ? options.AccountingLag : TimeSpan.Zero, clock),
            Book = ArrayBook.Open(options.SpoolDirectory, "slurm"),
            Stuck = cluster,
            Avoidance = cluster,
            NewsInterval = options.NewsInterval,
            Clock = clock,
            Capabilities = new BackendCapabilities
            {
                MaxArrayElements = LargestArray(limits),
                MaxEnvironmentCharacters = RunnerNeeds.MaxEnvironmentBytes,
                MaxOutstandingElements = Room(limits),
                Slots = NodesOf(options, nodes).Where(static node => node.IsUp).Sum(static node => node.Cpus),
                PollInterval = options.PollInterval,
                SearchLag = limits.HasAccounting ? options.AccountingLag : TimeSpan.Zero,
                StartCost = s_startCost,
            },
        });
    }

    /// <summary>Most elements of one array.</summary>
    internal static int LargestArray(SlurmLimits limits) => Math.Min(limits.MaxArrayElements, Room(limits));

    /// <summary>The nodes of the partitions that arrays are sent to, each once.</summary>
    internal static IReadOnlyList<NodeShare> NodesOf(SlurmOptions options, IReadOnlyList<NodeShare> nodes)
    {
        SlurmOptions[] places = options.Targets.Count == 0 ? [options] : [.. options.Targets.Values];
        string[] wanted = [.. places.SelectMany(static place => place.Partition.Split(',', StringSplitOptions.RemoveEmptyEntries))];
        bool wantsDefault = places.Any(static place => place.Partition.Length == 0);
        return [.. nodes.Where(node => (node.IsDefault && wantsDefault) || wanted.Contains(node.Partition, StringComparer.Ordinal)).DistinctBy(static node => node.Node)];
    }

    /// <summary>Variables by which runners get along with a site that queues jobs again after certain exit codes.</summary>
    /// <remarks>Slurm does that even with jobs that were sent with <c>--no-requeue</c> (22.05), and the engine alone counts attempts.</remarks>
    internal static IReadOnlyDictionary<string, string> EnvironmentFor(IReadOnlySet<int> requeueExits)
    {
        if (!requeueExits.Contains(TryAgain))
        {
            return new Dictionary<string, string>();
        }

        int free = Enumerable.Range(TryAgain + 1, byte.MaxValue - TryAgain - 1).FirstOrDefault(code => !requeueExits.Contains(code), TryAgain);
        return new Dictionary<string, string> { [RunnerEnvironment.RetryExit] = free.ToString(CultureInfo.InvariantCulture) };
    }

    // Half of what slurmctld keeps: elements count for MinJobAge after their end, and other users have theirs.
    private static int Room(SlurmLimits limits) => Math.Clamp(limits.MaxJobs / 2, 1, MostElements);
}
