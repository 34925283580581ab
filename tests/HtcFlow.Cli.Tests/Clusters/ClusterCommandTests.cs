using HtcFlow.Backends.Clusters;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Tests.Clusters;

/// <summary>What people read of a cluster before anything is submitted.</summary>
public sealed class ClusterCommandTests
{
    private static readonly FaultException s_missing = new(
        FaultKind.Broken, "run", "qconf", "there is no such command here; install it or put its directory on the PATH");

    [Fact]
    public async Task Plan_OnACluster_SaysWhatItAllowsAndWhatTheEngineDoes()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("plan", bench.WriteCampaign(), "--set", "backend={gridengine: {max-running: 50}}", "--set", "stages.write.sweep.seed=1..50000"));
        Assert.Contains("  cluster  arrays of at most 75,000 elements, of which 50 run at a time; 48 slots on 3 hosts\n", bench.Out, StringComparison.Ordinal);
        Assert.Contains("           the scheduler places elements on hosts; dependencies, retries, outcomes", bench.Out, StringComparison.Ordinal);
        Assert.Contains("stage write: 100,000 tasks, 100,000 elements of 1 task, 2 array jobs", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithoutTheCommands_SaysSoAndGoesOn()
    {
        using var bench = new Bench { Survey = static () => throw s_missing };
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("plan", bench.WriteCampaign(), "--set", "backend=slurm"));
        Assert.Contains("  cluster  not asked: run 'qconf': there is no such command here", bench.Out, StringComparison.Ordinal);
        Assert.Contains("arrays of at most 10,000 elements are assumed", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ClusterThatWouldRefuse_NamesTheTargetAndWhatToDo()
    {
        using var bench = new Bench { Survey = static () => new ClusterSurvey(75_000, 2_000, 48, 3, [("far", "unknown queue \"far.q\"")]) };
        Assert.Equal(ExitCodes.World, await bench.RunAsync("doctor", "--campaign", bench.WriteCampaign("backend: {gridengine: {runner: /shared/htcflow-runner, targets: {far: {queue: far.q}}}}")));
        Assert.Contains("gridengine answers: 48 slots on 3 hosts, arrays of at most 75,000 elements", bench.Out, StringComparison.Ordinal);
        Assert.Matches("missing  target far +unknown queue \"far.q\"", bench.Out);
        Assert.Matches("advice   runner there +/shared/htcflow-runner cannot be looked at from here", bench.Out);
        Assert.Matches("store there +/bench/store lies on ", bench.Out);
    }

    [Fact]
    public async Task Doctor_SchedulerThatDoesNotAnswer_SaysWhatToDo()
    {
        using var bench = new Bench { Survey = static () => throw s_missing };
        Assert.Equal(ExitCodes.World, await bench.RunAsync("doctor", "--campaign", bench.WriteCampaign("backend: {slurm: {runner: /shared/htcflow-runner}}")));
        Assert.Matches("missing  scheduler +run 'qconf': there is no such command here\n +-> install it or put its directory on the PATH", bench.Out);
    }

    [Fact]
    public async Task Doctor_WhatIsNoCluster_IsRefused()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("doctor", "--backend", "local"));
        Assert.Contains("'local' is no cluster that can be looked at", bench.Err, StringComparison.Ordinal);
    }
}
