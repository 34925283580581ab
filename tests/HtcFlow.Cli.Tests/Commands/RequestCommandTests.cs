using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Journal;

namespace HtcFlow.Cli.Tests.Commands;

/// <summary>Commands that ask an engine for something: hold, resume, retry, cancel.</summary>
public sealed class RequestCommandTests
{
    [Fact]
    public async Task Resume_EndedCampaign_SaysSo()
    {
        using var bench = new Bench();
        await bench.RunAsync("submit", bench.WriteCampaign());
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("resume", "trial"));
        Assert.Contains("it has ended", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_FailedTasks_RunAgainWhenResumed()
    {
        using Bench bench = await FailAsync();
        bench.Rule = static started => ElementPlay.Succeed(started);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("retry", "trial"));
        Assert.Contains("`htcflow resume trial` runs them", bench.Err, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("resume", "trial"));
        Assert.Contains("campaign trial: 5 tasks, 0 failed", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_WithWatch_RunsThemHere()
    {
        using Bench bench = await FailAsync();
        bench.Rule = static started => ElementPlay.Succeed(started);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("retry", "trial", "--watch"));
    }

    [Fact]
    public async Task Retry_EngineThatIsLeaving_RunsThemHereWhenItIsGone()
    {
        using Bench bench = await FailAsync();
        bench.Rule = static started => ElementPlay.Succeed(started);
        EngineLock leaving = EngineLock.TryTake(bench.HomeOf("trial"), TimeProvider.System)!;
        Task<int> retry = bench.RunAsync("retry", "trial", "--watch");
        Assert.True(SpinWait.SpinUntil(() => retry.IsCompleted || IsAsked(bench), TimeSpan.FromSeconds(20)));
        leaving.Dispose();
        Assert.Equal(ExitCodes.Fine, await retry);
        Assert.Contains("campaign trial: 5 tasks, 0 failed", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_NothingFailed_SaysSo()
    {
        using var bench = new Bench();
        await bench.RunAsync("submit", bench.WriteCampaign());
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("retry", "trial"));
        Assert.Contains("there is nothing to retry", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_TasksWithoutAStage_AsksForOne()
    {
        using Bench bench = await FailAsync();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("retry", "trial", "--tasks", "2"));
        Assert.Contains("add --stage", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_TasksBeyondTheStage_SaysWhichThereAre()
    {
        using Bench bench = await FailAsync();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("retry", "trial", "--stage", "write", "--tasks", "2,4"));
        Assert.Contains("stage write has no task 4", bench.Err, StringComparison.Ordinal);
        Assert.Contains("its tasks are 0 to 3", bench.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7-3")]
    [InlineData("a")]
    [InlineData("1,,")]
    [InlineData("99999999999999999999")]
    public async Task Retry_WrongTasks_SaysHowTheyAreWritten(string tasks)
    {
        using Bench bench = await FailAsync();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("retry", "trial", "--stage", "write", "--tasks", tasks));
        Assert.Contains($"'{tasks}' is not a set of tasks", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HoldThenCancel_StoppedCampaign_EndsIt()
    {
        using Bench bench = await InterruptAsync();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("hold", "trial"));
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("cancel", "trial"));
        Assert.Contains("campaign trial: 5 tasks, 0 failed, 5 cancelled", bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("cancel", "trial"));
        Assert.Contains("there is nothing to cancel", bench.Err, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("hold", "trial"));
    }

    [Fact]
    public async Task Hold_ThenResume_ReleasesAndRuns()
    {
        using Bench bench = await InterruptAsync();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("hold", "trial", "--json"));
        Assert.Contains("{\"campaign\":\"trial\",\"request\":\"hold\",\"stage\":\"\",\"tasks\":\"\",\"engine\":null}", bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("resume", "trial"));
        Assert.Contains("campaign trial: 5 tasks, 0 failed", bench.Out, StringComparison.Ordinal);
    }

    private static bool IsAsked(Bench bench)
    {
        using SqliteJournal journal = SqliteJournal.Open(bench.HomeOf("trial").Journal);
        return journal.Pending().Count > 0;
    }

    private static async Task<Bench> FailAsync()
    {
        var bench = new Bench
        {
            Rule = static started => started.Tasks.Contains(2) ? ElementPlay.End(started, Outcome.Failed, 7) : ElementPlay.Succeed(started),
        };
        await bench.RunAsync("submit", bench.WriteCampaign());
        return bench;
    }

    // The engine stops while its tasks run; the next backend knows nothing of them.
    private static async Task<Bench> InterruptAsync()
    {
        var bench = new Bench();
        bench.Rule = _ =>
        {
            bench.Interrupt();
            return ElementPlay.Held;
        };
        await bench.RunAsync("submit", bench.WriteCampaign());
        bench.Rule = static started => ElementPlay.Succeed(started);
        bench.GoOn();
        return bench;
    }
}
