using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Backends.Pbs;
using HtcFlow.Backends.Slurm;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Clusters;

/// <summary>The backends that hand jobs to the scheduler of a cluster.</summary>
internal static class Cluster
{
    /// <summary>Whether a backend is one of them.</summary>
    public static bool Has(string kind) => kind is GridEngineSetup.Kind or SlurmSetup.Kind or PbsSetup.Kind;

    /// <summary>Says why a backend cannot be opened from here, as far as that is seen without asking the scheduler; null when it can.</summary>
    public static FaultException? Examine(CommandContext context, BackendSpec backend) =>
        ClusterSettings.Of(backend) is { IsElsewhere: true, LoginNode: null } settings
            ? new FaultException(FaultKind.Broken, "use login node", settings.Text("via"), "it is no address; write via: ssh://user@host:port, or a name that ssh knows")
        : ClusterSettings.Of(backend).RunnerPath(context.Environment).Length == 0 ? RunnerLocation.Missing()
        : null;

    /// <summary>Opens the backend of a campaign.</summary>
    /// <exception cref="FaultException">The commands are missing, or the scheduler does not answer.</exception>
    public static async Task<IBackend> OpenAsync(CommandContext context, BackendSpec backend, CampaignHome home)
    {
        string spool = Path.Combine(home.Directory, backend.Kind);
        return backend.Kind switch
        {
            GridEngineSetup.Kind => await GridEngineBackend.OpenAsync(GridEngineSetup.Of(context, backend, spool), context.Time, context.Stop),
            SlurmSetup.Kind => await SlurmBackend.OpenAsync(SlurmSetup.Of(context, backend, spool), context.Time, context.Stop),
            PbsSetup.Kind => await PbsBackend.OpenAsync(PbsSetup.Of(context, backend, spool), context.Time, context.Stop),
            _ => throw new ArgumentOutOfRangeException(nameof(backend), backend.Kind, "It is no cluster."),
        };
    }

    /// <summary>Asks a cluster what it allows; nothing is written and nothing submitted.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="backend">The backend as the campaign has it.</param>
    /// <param name="triesArrays">Whether the scheduler is asked if it would take an array.</param>
    /// <exception cref="FaultException">The commands are missing, or the scheduler does not answer.</exception>
    public static Task<ClusterSurvey> SurveyAsync(CommandContext context, BackendSpec backend, bool triesArrays) => backend.Kind switch
    {
        GridEngineSetup.Kind => GridEngineSurvey.TakeAsync(GridEngineSetup.Of(context, backend, ""), triesArrays, context.Time, context.Stop),
        SlurmSetup.Kind => SlurmSurvey.TakeAsync(SlurmSetup.Of(context, backend, ""), triesArrays, context.Time, context.Stop),
        PbsSetup.Kind => PbsSurvey.TakeAsync(PbsSetup.Of(context, backend, ""), context.Time, context.Stop),
        _ => throw new ArgumentOutOfRangeException(nameof(backend), backend.Kind, "It is no cluster."),
    };
}
