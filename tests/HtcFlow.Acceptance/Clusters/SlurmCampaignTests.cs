using HtcFlow.Testing.Slurm;

namespace HtcFlow.Acceptance.Clusters;

public sealed class SlurmCampaignTests
{
    [Fact]
    public void Campaign_EverythingKilled_GivesTheBytesOfThisMachine()
    {
        SlurmCluster cluster = ClusterTrial.Real(static () => SlurmCluster.Shared);
        ClusterTrial.Survive(
            "slurm",
            cluster.Environment,
            ["htcflow-runner", "hamr-write", "n1", "htcflow", "hamr-write", "htcflow-runner", "slurmctld", "htcflow"],
            () => cluster.Ask("squeue", "-a", "-t", "all", "-o", "%i %t %N %r") + cluster.Ask("sinfo", "-N", "-p", "all", "-o", "%N %T %E"),
            strike => strike is not ("n1" or "slurmctld") ? null : () =>
            {
                cluster.Kill(strike);
                cluster.Restart();
            });
        Assert.False(cluster.IsBusy());
    }
}
