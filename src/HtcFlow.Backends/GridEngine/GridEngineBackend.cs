using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine.Replies;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.GridEngine;

/// <summary>Opens a cell of Grid Engine as a backend.</summary>
public static class GridEngineBackend
{
    // qmaster refuses none below max_aj_tasks, but a million is what one byte an element and one look at it are sized for.
    private const int MostElements = 1_000_000;

    // A slot stands idle until the scheduler's next run: about a second where that was tried, with few slots and a quick schedule.
    private static readonly TimeSpan s_startCost = TimeSpan.FromSeconds(1);

    /// <summary>Opens the book of arrays and asks the cell what it allows.</summary>
    /// <exception cref="FaultException">The commands are missing, the cell does not answer, or the book cannot be used.</exception>
    public static Task<ClusterBackend> OpenAsync(GridEngineOptions options, TimeProvider clock, CancellationToken cancellationToken) => ClusterAccess.OpenAsync(
        options, clock, commands => OpenAsync(options, commands, clock, cancellationToken));

    /// <summary>Opens a backend on another way to run commands.</summary>
    internal static async Task<ClusterBackend> OpenAsync(
        GridEngineOptions options, ICommands commands, TimeProvider clock, CancellationToken cancellationToken)
    {
        options = await ClusterAccess.SettleAsync(options, commands, cancellationToken);
        CellLimits limits = await GridEngineCell.LimitsAsync(commands, options, cancellationToken);
        IReadOnlyList<HostSlots> hosts = await GridEngineCell.HostsAsync(commands, options, cancellationToken);
        int most = LargestArray(limits);
        var cell = new GridEngineCell(commands, options, most, hosts.Select(static host => host.Slots).DefaultIfEmpty().Max());
        string path = Path.Combine(await VariableAsync("SGE_ROOT", ""), await VariableAsync("SGE_CELL", "default"), "common", "accounting");
        var tail = new AccountingTail(commands, path, options.User, options.AccountingLag);
        long length = await tail.MarkAsync(cancellationToken);
        ArrayBook book = ArrayBook.Open(options.SpoolDirectory, "gridengine");
        tail.Begin(book.Arrays.Select(static array => array.Mark).Append(length).Min());
        return new ClusterBackend(new ClusterParts
        {
            Scheduler = cell,
            Commands = commands,
            Endings = tail,
            Book = book,
            Stuck = cell,
            Hosts = cell,
            SwitchesHosts = options.DisablesQueues,
            Avoidance = cell,
            Unheard = cell,
            UnheardPatience = options.UnheardPatience,
            NewsInterval = options.NewsInterval ?? TimeSpan.FromSeconds(commands.IsHere ? 1 : 10),
            Clock = clock,
            Capabilities = new BackendCapabilities
            {
                MaxArrayElements = most,
                MaxEnvironmentCharacters = RunnerNeeds.MaxEnvironmentBytes,
                MaxOutstandingElements = MostElements,
                Slots = hosts.Sum(static host => host.Slots),
                PollInterval = options.PollInterval,
                SearchLag = options.AccountingLag,
                StartCost = s_startCost,
            },
        });

        async ValueTask<string> VariableAsync(string name, string usual) => await commands.VariableAsync(name, cancellationToken) is { Length: > 0 } value ? value : usual;
    }

    /// <summary>Most elements of one array.</summary>
    internal static int LargestArray(CellLimits limits) => limits.MaxArrayTasks > 0 ? Math.Min(limits.MaxArrayTasks, MostElements) : MostElements;
}
