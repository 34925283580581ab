using HtcFlow.Backends.Pbs;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Clusters;

/// <summary>Turns the options of a campaign file into those of the backend for PBS.</summary>
internal static class PbsSetup
{
    /// <summary>Name of the backend.</summary>
    public const string Kind = "pbs";

    /// <summary>The backend's options.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="backend">The backend as the campaign has it.</param>
    /// <param name="spool">Directory that remembers what was submitted.</param>
    public static PbsOptions Of(CommandContext context, BackendSpec backend, string spool) =>
        ClusterSettings.Read(context, backend, (settings, runner) => Of(settings, new PbsOptions { SpoolDirectory = spool, RunnerPath = runner }));

    private static PbsOptions Of(ClusterSettings settings, PbsOptions usual) => usual with
    {
        Dialect = settings.Text("dialect") == "torque" ? PbsDialect.Torque : PbsDialect.OpenPbs,
        Queue = settings.Text("queue"),
        Project = settings.Text("project"),
        Account = settings.Text("account"),
        Priority = settings.Number("priority"),
        AcceleratorResource = settings.Resource("accelerator-resource", usual.AcceleratorResource),
    };
}
