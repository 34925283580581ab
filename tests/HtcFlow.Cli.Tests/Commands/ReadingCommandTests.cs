using System.Text;
using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Frames;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Commands;

/// <summary>Commands that only read: tasks, logs, status, watch, plan, validate.</summary>
public sealed class ReadingCommandTests
{
    [Fact]
    public async Task Tasks_OfAFailedCampaign_ShowParametersAndLastOutcome()
    {
        using Bench bench = await RunAsync();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("tasks", "trial"));
        Snapshot.Match(bench.Out);
    }

    [Fact]
    public async Task Tasks_ByState_ListsOnlyThose()
    {
        using Bench bench = await RunAsync();
        await bench.RunAsync("tasks", "trial", "--state", "failed,skipped", "--json");
        Assert.Contains("\"matching\":2", bench.Out, StringComparison.Ordinal);
        Assert.Contains("\"parameters\":{\"seed\":\"2\",\"density\":\"1.0\"},\"state\":\"failed\",\"attempts\":1,\"outcome\":\"failed\",\"exit\":7", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_WrongState_NamesTheStates()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("tasks", "trial", "--state", "broken"));
        Assert.Contains("'broken' is no state of a task; they are pending, submitted", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_StoredOutput_IsPrinted()
    {
        using Bench bench = await RunAsync();
        string key = StoreLayout.Output("trial", "write", 1, 1, ".htcflow/stdout", compressed: true);
        await bench.Store.PutAsync(key, new Lz4Encoder(new MemoryStream(Encoding.UTF8.GetBytes("hello\n"))), PutCondition.Always, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("logs", "trial", "write", "1"));
        Assert.Equal("hello\n", bench.Out);
    }

    [Fact]
    public async Task Logs_NothingPrinted_SaysHowTheAttemptEnded()
    {
        using Bench bench = await RunAsync();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("logs", "trial", "write", "2", "--stderr"));
        Assert.Equal("", bench.Out);
        Assert.Contains("attempt 1: failed, exit code 7: out of paper", bench.Err, StringComparison.Ordinal);
        Assert.Contains("nothing was printed on stderr; leave out --stderr to see the output", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_AttemptThatNeverWas_IsAnError()
    {
        using Bench bench = await RunAsync();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("logs", "trial", "write", "2", "--attempt", "9"));
        Assert.Contains("left no stdout: there was 1 attempt so far", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_IndexThatIsNoNumber_SaysWhatIsMeant()
    {
        using Bench bench = await RunAsync();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("logs", "trial", "write", "x"));
        Assert.Contains("'x' is not the number of a task, such as 17", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_TaskThatNeverStarted_SaysSo()
    {
        using Bench bench = await RunAsync();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("logs", "trial", "read", "0"));
        Assert.Contains("is skipped: it was never started", bench.Err, StringComparison.Ordinal);
        Assert.Contains("a task that it waits for has no result", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_UnknownName_SuggestsTheNearest()
    {
        using Bench bench = await RunAsync();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("status", "trail"));
        Snapshot.Match(bench.Err);
    }

    [Fact]
    public async Task Status_NoCampaign_SaysHowToSubmit()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("status"));
        Assert.Contains("(looked in /bench/home); `htcflow submit FILE`", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_DamagedJournal_ShowsTheOthersToo()
    {
        using Bench bench = await RunAsync();
        bench.Write("home/campaigns/broken/journal.db", "this is no database, however long it may be");
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("status"));
        Assert.Contains("broken: unreadable", bench.Out, StringComparison.Ordinal);
        Assert.Contains("trial     ended", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_EndedCampaign_SumsUp()
    {
        using Bench bench = await RunAsync();
        Assert.Equal(ExitCodes.TasksFailed, await bench.RunAsync("watch", "trial"));
        Assert.Contains("write 3/4 (1 failed) | read 0/1 (1 skipped)", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_Campaign_TouchesNothing()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("plan", bench.WriteCampaign()));
        Snapshot.Match(bench.Out);
        Assert.False(Directory.Exists(bench.Home));
        Assert.Equal(0, bench.Store.Count);
    }

    [Fact]
    public async Task Validate_GoodFile_CountsItsTasks()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("validate", bench.WriteCampaign()));
        Assert.Equal("/bench/campaign.yaml: valid: campaign trial, 2 stages, 5 tasks\n", bench.Out);
    }

    [Fact]
    public async Task Validate_BadFileAsJson_HoldsEveryProblem()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("validate", bench.Write("bad.yaml", "campaign: x\nstore: s\nstagse: {}\n"), "--json"));
        Assert.Contains("\"valid\":false", bench.Out, StringComparison.Ordinal);
        Assert.Contains("\"line\":3,\"column\":1,\"severity\":\"error\"", bench.Out, StringComparison.Ordinal);
    }

    private static async Task<Bench> RunAsync()
    {
        var bench = new Bench
        {
            Rule = started => started.Tasks.Contains(2)
                ? ElementPlay.End(started, Outcome.Failed, 7) with { Reason = "out of paper" }
                : ElementPlay.Succeed(started),
        };
        await bench.RunAsync("submit", bench.WriteCampaign());
        return bench;
    }
}
