using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine.Replies;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.GridEngine;

/// <summary>Asks a cell what it allows, without opening it as a backend: nothing is written and nothing submitted.</summary>
public static class GridEngineSurvey
{
    /// <summary>Asks.</summary>
    /// <param name="options">How the cell is reached, and what is to be asked of it.</param>
    /// <param name="triesArrays">Whether the scheduler is asked for each target if it would take an array (<c>qsub -w v</c>).</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">The commands are missing, or the cell does not answer.</exception>
    public static async Task<ClusterSurvey> TakeAsync(GridEngineOptions options, bool triesArrays, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using ICommands commands = ClusterAccess.To(options, clock);
        CellLimits limits = await GridEngineCell.LimitsAsync(commands, options, cancellationToken);
        IReadOnlyList<HostSlots> hosts = await GridEngineCell.HostsAsync(commands, options, cancellationToken);
        var refusals = new List<(string, string)>();
        foreach (string target in !triesArrays ? [] : options.Targets.Count == 0 ? [""] : options.Targets.Keys)
        {
            ArrayAsk ask = ClusterSurvey.Trial(target);
            GridEngineOptions place = options.For(target);
            CommandReply reply = await commands.RunAsync(
                new Command(options.PathOf("qsub"), [.. GridEngineScript.Arguments(ask, place, []), "-w", "v"]) { Input = GridEngineScript.Script(ask, place) },
                cancellationToken);
            if (reply.Exit != 0)
            {
                refusals.Add((target, GridEngineFault.Of("submit array", target, reply).Detail));
            }
        }

        return new ClusterSurvey(
            GridEngineBackend.LargestArray(limits),
            limits.MaxArrayInstances,
            hosts.Sum(static host => host.Slots),
            hosts.Select(static host => host.Host).Distinct(StringComparer.Ordinal).Count(),
            refusals)
        { WasTried = triesArrays };
    }
}
