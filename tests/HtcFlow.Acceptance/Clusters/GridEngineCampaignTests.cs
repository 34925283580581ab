using HtcFlow.Testing;
using HtcFlow.Testing.GridEngine;
using HtcFlow.Testing.Ssh;

namespace HtcFlow.Acceptance.Clusters;

public sealed class GridEngineCampaignTests
{
    // The last engine dies while it waits for qmaster, which needs 40 s to know its hosts again.
    [Fact]
    public void Campaign_EverythingKilled_GivesTheBytesOfThisMachine()
    {
        GridCell cell = ClusterTrial.Real(static () => GridCell.Shared);
        ClusterTrial.Survive(
            "gridengine",
            cell.Environment,
            ["htcflow-runner", "hamr-write", "execd", "htcflow", "hamr-write", "htcflow-runner", "execd", "qmaster", "htcflow"],
            () => cell.Ask("qstat", "-f", "-u", "*"),
            strike => strike is not ("execd" or "qmaster") ? null : () =>
            {
                cell.Kill(strike);
                cell.Restart();
            });
        Assert.Empty(cell.Ask("qstat", "-u", "*"));
    }

    // Nothing here but ssh tells of the cell, and the runner is brought along.
    [Fact]
    public void Campaign_ThroughALoginNodeThatGoesAway_GivesTheBytesOfThisMachine()
    {
        GridCell cell = ClusterTrial.Real(static () => GridCell.Shared);
        using SshServer login = ClusterTrial.Real(() => new SshServer(cell.Environment));
        using var programs = new TempDirectory();
        File.CreateSymbolicLink(programs.At("ssh"), login.Client);
        ClusterTrial.Survive(
            "gridengine",
            new Dictionary<string, string> { ["PATH"] = programs.At("") + ":" + Environment.GetEnvironmentVariable("PATH") },
            ["htcflow-runner", "sshd", "htcflow", "sshd"],
            () => cell.Ask("qstat", "-f", "-u", "*"),
            strike => strike != "sshd" ? null : () =>
            {
                login.Stop();
                login.Start();
            },
            "login.cluster");
        Assert.Empty(cell.Ask("qstat", "-u", "*"));
    }
}
