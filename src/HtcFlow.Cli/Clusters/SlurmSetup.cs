using HtcFlow.Backends.Slurm;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Clusters;

/// <summary>Turns the options of a campaign file into those of the backend for Slurm.</summary>
internal static class SlurmSetup
{
    /// <summary>Name of the backend.</summary>
    public const string Kind = "slurm";

    /// <summary>The backend's options.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="backend">The backend as the campaign has it.</param>
    /// <param name="spool">Directory that remembers what was submitted.</param>
    public static SlurmOptions Of(CommandContext context, BackendSpec backend, string spool) =>
        ClusterSettings.Read(context, backend, (settings, runner) => Of(settings, new SlurmOptions { SpoolDirectory = spool, RunnerPath = runner }));

    private static SlurmOptions Of(ClusterSettings settings, SlurmOptions usual) => usual with
    {
        Partition = settings.Text("partition"),
        Account = settings.Text("account"),
        Qos = settings.Text("qos"),
        Constraint = settings.Text("constraint"),
        AcceleratorResource = settings.Resource("accelerator-resource", usual.AcceleratorResource),
    };
}
