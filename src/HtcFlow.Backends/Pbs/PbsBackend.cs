using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Pbs;

/// <summary>Opens a PBS server as a backend.</summary>
/// <remarks>Written from the manuals of OpenPBS and Torque and tried against a stand-in only: there was no server to be had.</remarks>
public static class PbsBackend
{
    // What OpenPBS allows when its administrator says nothing.
    private const int UsualArray = 10_000;
    private const int MostElements = 1_000_000;

    private static readonly TimeSpan s_startCost = TimeSpan.FromSeconds(1);

    /// <summary>Opens the book of arrays and asks the server what it allows.</summary>
    /// <exception cref="FaultException">The commands are missing, the server does not answer, or the book cannot be used.</exception>
    public static Task<ClusterBackend> OpenAsync(PbsOptions options, TimeProvider clock, CancellationToken cancellationToken) => ClusterAccess.OpenAsync(
        options, clock, commands => OpenAsync(options, commands, clock, cancellationToken));

    /// <summary>Opens a backend on another way to run commands.</summary>
    internal static async Task<ClusterBackend> OpenAsync(PbsOptions options, ICommands commands, TimeProvider clock, CancellationToken cancellationToken)
    {
        options = await ClusterAccess.SettleAsync(options, commands, cancellationToken);
        int most = LargestArray(await PbsScheduler.LimitAsync(commands, options, cancellationToken));
        IReadOnlyList<int> processors = await PbsScheduler.ProcessorsAsync(commands, options, cancellationToken);
        var server = new PbsScheduler(commands, options, most, processors.DefaultIfEmpty().Max());
        return new ClusterBackend(new ClusterParts
        {
            Scheduler = server,
            Commands = commands,
            Endings = new NoEndings(),
            Book = ArrayBook.Open(options.SpoolDirectory, "pbs"),
            Stuck = server,
            NewsInterval = options.NewsInterval,
            Clock = clock,
            Capabilities = new BackendCapabilities
            {
                MaxArrayElements = most,
                MaxEnvironmentCharacters = RunnerNeeds.MaxEnvironmentBytes,
                MaxOutstandingElements = MostElements,
                Slots = processors.Sum(),
                PollInterval = options.PollInterval,
                StartCost = s_startCost,
            },
        });
    }

    /// <summary>Most elements of one array, where the server says how many or nothing.</summary>
    internal static int LargestArray(int? limit) => Math.Clamp(limit ?? UsualArray, 1, MostElements);
}
