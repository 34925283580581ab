using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Pbs;
using HtcFlow.Backends.Tests.Clusters;

namespace HtcFlow.Backends.Tests.Pbs;

/// <summary>The backend on stage, before a stand-in for OpenPBS.</summary>
internal sealed class PbsStage : ClusterStage
{
    public override string Host => "";

    internal PbsStandIn Server { get; } = new();

    internal override bool IsIdle => Server.IsIdle;

    protected override string Submitter => "qsub";

    internal static async Task<PbsStage> OpenAsync()
    {
        var stage = new PbsStage();
        await stage.ReopenAsync();
        return stage;
    }

    protected override ICommands OpenCommands() => Server;

    protected override Task<ClusterBackend> OpenAsync(ICommands commands, CancellationToken cancellationToken)
    {
        var options = new PbsOptions
        {
            SpoolDirectory = Spool,
            RunnerPath = Path.Combine(AppContext.BaseDirectory, "Slurm", "standin.sh"),
            NewsInterval = TimeSpan.FromMilliseconds(50),
        };
        return PbsBackend.OpenAsync(options, commands, TimeProvider.System, cancellationToken);
    }

    protected override void Clear() => Server.Clear();

    protected override Task SetDownAsync(bool isDown)
    {
        Server.Trouble = isDown ? "Connection refused\nqselect: cannot connect to server pbs (errno=111)" : "";
        return Task.CompletedTask;
    }
}
