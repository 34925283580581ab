using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Flags;
using HtcFlow.Runner.Order;
using HtcFlow.Runner.Tests.Order;

namespace HtcFlow.Runner.Tests.Flags;

public sealed class FlagOrderTests
{
    [Fact]
    public void Make_CommandAlone_ShipsNothing()
    {
        StageOrder order = Make("", "sim", "${x}");

        Assert.Equal(("run", "", 1, "0"), (order.Campaign, order.Store, order.Attempt, order.Indices));
        Assert.Equal(["sim", "$${x}"], order.Stage.Command);
        Assert.True(FlagOrder.MovesNothing(order.Stage));
    }

    [Fact]
    public void Make_Everything_IsAnOrderAsAnEngineWouldSendIt()
    {
        StageOrder order = Make(
            "HTCFLOW_STORE=/s;HTCFLOW_NAME=melt",
            "--index", "7", "--attempt=3", "--input", "/data/pot.bin", "--input", "in/a.lz4:b", "--output", "*.dat", "--optional-output", "*.log",
            "--checkpoint", "c-*", "--checkpoint-signal", "USR1", "--checkpoint-commit-on", "c-done", "--keep", "4",
            "--build", "avx2=/app/sim.avx2", "--build", "base=/app/sim", "--walltime", "2h", "--silence", "10m", "--bandwidth", "2GB/s", "--", "sim");

        StageSpec stage = order.Stage;
        Assert.Equal(("melt", "/s", 3, "7"), (order.Campaign, order.Store, order.Attempt, order.Indices));
        Assert.Equal(
            [new InputSpec.PlainFile("/data/pot.bin", "pot.bin", "", false), new InputSpec.PlainFile("in/a.lz4", "b", "", false)], stage.Inputs);
        Assert.Equal([new OutputSpec.Matching("*.dat", false), new OutputSpec.Matching("*.log", true)], stage.Outputs);
        Assert.Equal(("c-*", "USR1", "c-done", 4), (Assert.Single(stage.Checkpoint!.Files), stage.Checkpoint.Signal, stage.Checkpoint.CommitOn, stage.Checkpoint.Keep));
        Assert.Equal([new BuildSpec(CpuLevel.Avx2, "/app/sim.avx2", ""), new BuildSpec(CpuLevel.Base, "/app/sim", "")], Assert.Single(stage.Binaries).Builds);
        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromMinutes(10)), (stage.Resources.Walltime, stage.Watch.Silence));
        Assert.Equal(2_000_000_000, stage.Watch.BandwidthBytesPerSecond);
        Assert.Equal(order.Stage.Command, OrderCodec.Parse(OrderCodec.Format(order)).Stage.Command);
    }

    [Theory]
    [InlineData("a/b.dat.lz4", "a/b.dat.lz4", "b.dat")]
    [InlineData("/x/b.lz4", "/x/b.lz4", "b.lz4")]
    [InlineData("s3://other/k/b.dat", "s3://other/k/b.dat", "b.dat")]
    [InlineData("s3://other/k/b.dat:in/c", "s3://other/k/b.dat", "in/c")]
    public void Make_Input_IsNamedAfterItsSource(string text, string source, string name)
    {
        var input = (InputSpec.PlainFile)Assert.Single(Make("", "--store", "/s", "--input", text, "true").Stage.Inputs);

        Assert.Equal((source, name), (input.Source, input.As));
    }

    [Theory]
    [InlineData("--output needs a store", "--output", "*.dat")]
    [InlineData("--silence watches outputs", "--silence", "1m")]
    [InlineData("--name is 'Upper'", "--name", "Upper")]
    [InlineData("--index is '-1'", "--index", "-1")]
    [InlineData("--attempt is '256'", "--attempt", "256")]
    [InlineData("--build is 'sse9=/x'", "--build", "sse9=/x")]
    [InlineData("--walltime is 'long'", "--walltime", "long")]
    public void Make_WhatCannotBeUsed_IsNamed(string message, params string[] flags) =>
        Assert.StartsWith(message, Assert.Throws<OrderProblem>(() => Make("", [.. flags, "--", "true"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Make_BadSignal_IsNamed() =>
        Assert.Contains("is no signal", Assert.Throws<OrderProblem>(
            () => Make("", "--store", "/s", "--checkpoint", "c", "--checkpoint-signal", "NONE", "true")).Message, StringComparison.Ordinal);

    [Fact]
    public void Make_NoIndex_TakesTheSchedulers() => Assert.Equal("4", Make("SGE_TASK_ID=5", "true").Indices);

    private static StageOrder Make(string variables, params string[] arguments)
    {
        FlagSet flags = FlagReader.Read(arguments, Variables.Of(variables));
        return FlagOrder.Make(flags, () => ElementNumber.Read(flags.Variable));
    }
}
