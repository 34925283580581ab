using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Pbs;

/// <summary>Asks a server of PBS what it allows, without opening it as a backend: nothing is written and nothing submitted.</summary>
public static class PbsSurvey
{
    /// <summary>Asks; PBS has no way to say whether it would take an array.</summary>
    /// <param name="options">How the server is reached.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">The commands are missing, or the server does not answer.</exception>
    public static async Task<ClusterSurvey> TakeAsync(PbsOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using ICommands commands = ClusterAccess.To(options, clock);
        return await TakeAsync(options, commands, cancellationToken);
    }

    /// <summary>Asks on another way to run commands.</summary>
    internal static async Task<ClusterSurvey> TakeAsync(PbsOptions options, ICommands commands, CancellationToken cancellationToken)
    {
        int most = PbsBackend.LargestArray(await PbsScheduler.LimitAsync(commands, options, cancellationToken));
        IReadOnlyList<int> processors = await PbsScheduler.ProcessorsAsync(commands, options, cancellationToken);
        return new ClusterSurvey(most, 0, processors.Sum(), processors.Count, []);
    }
}
