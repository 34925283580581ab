using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>What a runner finds when it starts.</summary>
public sealed class RunnerEnvironmentTests
{
    [Fact]
    public async Task Start_Runner_GetsItsVariablesAndLimitsAndNothingElse()
    {
        await using LocalStage stage = new LocalStage(1, change: static o => o with
        {
            Nice = 3,
            Grace = TimeSpan.FromSeconds(15),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HTCFLOW_SCRATCH"] = "/scratch", ["TEST_TAG"] = "9" },
        }).Open();
        ArrayAsk ask = stage.Tagged(Script.Ask("h-print", 8, "0,0,0,0,0,0,0,print"), 5) with
        {
            Resources = new ResourceSpec { MemoryBytes = 1L << 30 },
        };
        JobHandle handle = await stage.Backend.SubmitOneAsync(ask);
        // Limits are set right after the start, before the loop answers anything else.
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.PositionOf(7) >= 0);
        await stage.ReleaseAsync();
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 8)).Abnormal);
        IReadOnlyList<string> said = LocalStage.Lines(Path.Combine(stage.Spool, "h-print", "log"));
        Assert.Contains("core=0", said);
        Assert.Contains($"data={(1L << 30) + (256L << 20)}", said);
        Assert.Contains("nice=3", said);
        Assert.Contains("session=1", said);
        Assert.Contains("blocked=0", said);
        Assert.Contains("sigpipe=default", said);
        Assert.Contains("env:HTCFLOW_ELEMENT=7", said);
        Assert.Contains("env:HTCFLOW_LOCK_FD=3", said);
        Assert.Contains($"env:HTCFLOW_JOB={handle.BackendId}", said);
        Assert.Contains("env:HTCFLOW_SCRATCH=/scratch", said);
        Assert.Contains("env:HTCFLOW_GRACE_SECONDS=5", said);
        Assert.Contains("env:HTCFLOW_QUIET=yes", said);
        Assert.Contains("env:TEST_TAG=5", said);
        Assert.Contains($"env:PATH={Environment.GetEnvironmentVariable("PATH")}", said);
        // Standard input, output and error, and the lock; nothing of this process's.
        Assert.Equal(["open=0", "open=1", "open=2", "open=3"], said.Where(static l => l.StartsWith("open=", StringComparison.Ordinal)));
        Assert.Equal(6, said.Count(static l => l.StartsWith("env:HTCFLOW_", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("A=B", "x")]
    [InlineData("", "x")]
    [InlineData("A", "x\0y")]
    public async Task Submit_VariableThatExecCannotPass_IsRefused(string name, string value)
    {
        await using LocalStage stage = new LocalStage(1).Open();
        SubmitReply reply = await SubmitAsync(stage, name, value);
        Assert.Equal(FaultKind.Broken, reply.Fault!.Kind);
    }

    [Fact]
    public async Task Submit_EnvironmentBeyondTheLimit_IsRefusedAndAtTheLimitRuns()
    {
        await using LocalStage stage = new LocalStage(1).Open();
        int limit = stage.Backend.Capabilities.MaxEnvironmentCharacters;
        Assert.Equal(FaultKind.Broken, (await SubmitAsync(stage, "A", new string('x', limit - 2))).Fault!.Kind);
        SubmitReply fits = await SubmitAsync(stage, "A", new string('x', limit - 3));
        await stage.Backend.UntilEndedAsync(fits.Handle!, 1);
    }

    [Theory]
    [InlineData("../h")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    public async Task Submit_NameThatLeavesTheSpool_IsRefused(string name)
    {
        await using LocalStage stage = new LocalStage(1).Open();
        IReadOnlyList<SubmitReply> replies =
            await stage.Backend.SubmitAsync([stage.Prepare(Script.Ask(name, 1, "0"))], TestContext.Current.CancellationToken);
        Assert.Equal(FaultKind.Broken, replies[0].Fault!.Kind);
    }

    private static async Task<SubmitReply> SubmitAsync(LocalStage stage, string name, string value)
    {
        ArrayAsk ask = Script.Ask("h-variable", 1, "0") with
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value },
        };
        return Assert.Single(await stage.Backend.SubmitAsync([ask], TestContext.Current.CancellationToken));
    }
}
