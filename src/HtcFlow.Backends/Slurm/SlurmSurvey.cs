using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Slurm.Replies;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Slurm;

/// <summary>Asks a cluster what it allows, without opening it as a backend: nothing is written and nothing submitted.</summary>
public static class SlurmSurvey
{
    /// <summary>Asks.</summary>
    /// <param name="options">How the cluster is reached, and what is to be asked of it.</param>
    /// <param name="triesArrays">Whether the scheduler is asked for each target if it would take an array (<c>sbatch --test-only</c>).</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">The commands are missing, or the cluster does not answer.</exception>
    public static async Task<ClusterSurvey> TakeAsync(SlurmOptions options, bool triesArrays, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using ICommands commands = ClusterAccess.To(options, clock);
        var slurm = new SlurmCommands(commands, options);
        SlurmLimits limits = await SlurmScheduler.LimitsAsync(slurm, cancellationToken);
        IReadOnlyList<NodeShare> nodes = [.. SlurmBackend.NodesOf(options, await SlurmScheduler.NodesAsync(slurm, cancellationToken)).Where(static node => node.IsUp)];
        var refusals = new List<(string, string)>();
        foreach (string target in !triesArrays ? [] : options.Targets.Count == 0 ? [""] : options.Targets.Keys)
        {
            ArrayAsk ask = ClusterSurvey.Trial(target);
            SlurmOptions place = options.For(target);
            CommandReply reply = await slurm.RunAsync(
                "sbatch", ["--test-only", .. SlurmScript.Arguments(ask, place, [])], SlurmScript.Script(ask, place, new Dictionary<string, string>()), cancellationToken);
            if (reply.Exit != 0)
            {
                refusals.Add((target, SlurmFault.Of("submit array", target, reply).Detail));
            }
        }

        return new ClusterSurvey(SlurmBackend.LargestArray(limits), 0, nodes.Sum(static node => node.Cpus), nodes.Count, refusals) { WasTried = triesArrays };
    }
}
