using System.Diagnostics;
using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;
using HtcFlow.Testing.Metadata;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>Reclaims of the machine, as the real runner meets them.</summary>
public sealed class SpotTests : IDisposable
{
    private readonly RunnerBench _bench = new();
    private readonly FakeMetadata _service = new(TimeProvider.System);

    public void Dispose()
    {
        _bench.Dispose();
        _service.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(-90)]
    public void Notice_CommandWithCheckpoints_IsAskedShippedAndTriedAgain(int skew)
    {
        _service.Skew = TimeSpan.FromSeconds(skew);
        _service.Notice = TimeSpan.FromSeconds(26); // 10 to spare, 10 for a checkpoint that nobody knows yet, 3 to end
        using Process runner = Start(Checkpointing());
        _bench.WaitForSign("ready");

        _service.Action = "terminate";
        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        Assert.Contains("the machine is being taken away (terminate): 2", end.Errors);
        AttemptReport report = _bench.Report();
        Assert.Equal((Outcome.Preempted, "the machine is being taken away (terminate)"), (report.Outcome, report.Reason));
        Assert.Equal(new InstanceFacts("c6i.large", "us-east-2a", "spot") { Id = FakeMetadata.InstanceId }, report.Instance);
        Assert.Contains(_bench.Keys("camp/t/00/sim/0/c/"), key => key.Contains("manifest", StringComparison.Ordinal));

        // Asked at the notice, and once more before the end.
        Assert.True(int.Parse(File.ReadAllText(Path.Combine(_bench.Signs, "asked")), CultureInfo.InvariantCulture) >= 2);
    }

    [Fact]
    public void Notice_CommandThatIsNearlyDone_Succeeds()
    {
        using Process runner = Start(Orders.Script(
            "", "touch \"$SIGNS/ready\"; until [ -e \"$SIGNS/go\" ]; do sleep 0.02; done; echo done > a", "a"));
        _bench.WaitForSign("ready");
        WaitForFacts();

        _service.Action = "stop";
        RunnerBench.WaitForError(runner, "is being taken away");
        File.WriteAllText(Path.Combine(_bench.Signs, "go"), "");

        Assert.Equal(0, RunnerBench.End(runner).ExitCode);
        Assert.Equal("c6i.large", _bench.Accepted()!.Instance!.Type);
        Assert.Equal(FakeMetadata.InstanceId, _bench.Accepted()!.Host); // a container's own name says nothing
    }

    [Fact]
    public void Notice_PackOfTasks_StartsNoneAnew()
    {
        StageOrder order = Checkpointing();
        using Process runner = Start(order with { Indices = "0-2", Pack = 3 });
        _bench.WaitForSign("ready");

        _service.Action = "hibernate";

        Assert.Equal(ExitCode.TryAgain, RunnerBench.End(runner).ExitCode);
        Assert.Equal([0L], _bench.Ledger().Select(k => k.Index));
    }

    [Fact]
    public void Rebalance_Recommendation_BringsACheckpointAndNothingMore()
    {
        _service.IsAtRisk = true;
        using Process runner = Start(Checkpointing("[ $n -ge 1 ] && exit 3"));

        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal(3, end.ExitCode);
        Assert.Contains("the cloud recommends to leave this machine", end.Errors);
    }

    [Theory]
    [InlineData("sleep 0.3; ")] // it reads its input before it sets its handlers
    [InlineData("sh -c 'sleep 2' & ")] // it has helpers that know nothing of signals
    public void Rebalance_CommandThatListensLateOrNotWithAllItsProcesses_IsAskedAllTheSame(string before)
    {
        _service.IsAtRisk = true;
        using Process runner = Start(Checkpointing("[ $n -ge 1 ] && { wait; exit 3; }", before));

        Assert.Equal(3, RunnerBench.End(runner).ExitCode);
        Assert.Equal("1", File.ReadAllText(Path.Combine(_bench.Signs, "asked")).Trim());
    }

    [Fact]
    public void Rebalance_SimulationBelowAShell_IsAskedAndTheShellGoesOn()
    {
        _service.IsAtRisk = true;
        const string Simulation = "trap 'echo 1 > state-1.chk; exit 5' USR1; while :; do sleep 0.02; done";
        StageOrder order = Orders.Script("", $"sh -c \"{Simulation}\"; exit $(($? - 2))", "never");
        order = order with { Stage = order.Stage with { Checkpoint = new CheckpointSpec { Files = ["state-*.chk"], Signal = "USR1" } } };
        using Process runner = Start(order);

        Assert.Equal(3, RunnerBench.End(runner).ExitCode);
    }

    [Fact]
    public void Notice_CommandThatNeverListens_IsEndedForARetryAndNotByTheRequest()
    {
        StageOrder order = Orders.Script("", "touch \"$SIGNS/ready\"; while :; do sleep 0.02; done", "never");
        order = order with { Stage = order.Stage with { Checkpoint = new CheckpointSpec { Files = ["state-*.chk"], Signal = "USR1" } } };
        using Process runner = Start(order);
        _bench.WaitForSign("ready");

        _service.Action = "hibernate";

        Assert.Equal(ExitCode.TryAgain, RunnerBench.End(runner).ExitCode);
        Assert.Equal(Outcome.Preempted, _bench.Report().Outcome);
    }

    [Fact]
    public void Notice_TokenEndedAndServiceFailing_ComesThroughAllTheSame()
    {
        using Process runner = Start(Checkpointing());
        _bench.WaitForSign("ready");
        _service.ExpireTokens();
        _service.Fail(3);

        _service.Action = "hibernate";

        Assert.Equal(ExitCode.TryAgain, RunnerBench.End(runner).ExitCode);
        Assert.Equal("the instance is about to hibernate", _bench.Report().Reason);
    }

    [Fact]
    public void TaskStopped_WithoutTokens_IsNoticedInTheContainersMetadata()
    {
        _service.DesiredStatus = "STOPPED";
        _service.IsBlackHole = true;
        using Process runner = _bench.Start(
            Checkpointing(), ("ECS_CONTAINER_METADATA_URI_V4", _service.Address.ToString()), ("AWS_EC2_METADATA_DISABLED", "true"), (RunnerEnvironment.Grace, "2"));

        Assert.Equal(ExitCode.TryAgain, RunnerBench.End(runner).ExitCode);
        Assert.All(_bench.Ledger(), static key => Assert.Equal(Outcome.Preempted, key.Outcome)); // none where it was heard of before the task was taken up
        Assert.True(_service.Requests("/task") > 0);
    }

    [Fact]
    public void Poll_OnDemandInstance_EndsAndTellsTheMachineType()
    {
        _service.LifeCycle = "on-demand";
        using Process runner = _bench.Start(
            Orders.Script("", "until [ -e \"$SIGNS/go\" ]; do sleep 0.02; done; sleep 1.5"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", _service.Address.ToString()), (RunnerEnvironment.Machine, ""));
        WaitForFacts();
        int asked = _service.Requests("/latest/meta-data/spot/instance-action");
        File.WriteAllText(Path.Combine(_bench.Signs, "go"), "");

        Assert.Equal(0, RunnerBench.End(runner).ExitCode);
        Assert.Equal("c6i.large", Assert.Single(_bench.Ledger()).Machine);
        Assert.Equal(asked, _service.Requests("/latest/meta-data/spot/instance-action"));
    }

    // The last of them that is asked for.
    private void WaitForFacts() =>
        Assert.True(SpinWait.SpinUntil(() => _service.Requests("/latest/meta-data/instance-id") > 0, TimeSpan.FromSeconds(60)), "the runner did not ask what it runs on");

    private static StageOrder Checkpointing(string then = ":", string before = "")
    {
        StageOrder order = Orders.Script(
            "",
            $"n=0; {before}trap 'n=$((n+1)); echo $n > \"$SIGNS/asked\"; echo $n > .s; mv .s state-$n.chk' USR1; touch \"$SIGNS/ready\"; while :; do sleep 0.02; {then}; done",
            "never");
        return order with { Stage = order.Stage with { Checkpoint = new CheckpointSpec { Files = ["state-*.chk"], Signal = "USR1" } } };
    }

    private Process Start(StageOrder order) => _bench.Start(
        order, ("AWS_EC2_METADATA_SERVICE_ENDPOINT", _service.Address.ToString()), (RunnerEnvironment.Grace, "5"), (RunnerEnvironment.Host, ""));
}
