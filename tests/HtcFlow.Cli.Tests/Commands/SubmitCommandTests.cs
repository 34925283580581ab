using HtcFlow.Backends.Simulated;
using HtcFlow.Cli.Staging;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Journal;

namespace HtcFlow.Cli.Tests.Commands;

public sealed class SubmitCommandTests
{
    [Fact]
    public async Task Submit_GoodCampaign_RunsToItsEnd()
    {
        using var bench = new Bench();
        int code = await bench.RunAsync("submit", bench.WriteCampaign());
        Assert.Equal(ExitCodes.Fine, code);
        Assert.Contains("campaign trial: 5 tasks, 0 failed", bench.Out, StringComparison.Ordinal);
        Assert.NotNull(await StoredPlan.ReadAsync(bench.Store, "trial", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Submit_FailingTask_EndsWithOneAndSaysWhereToLook()
    {
        using var bench = new Bench();
        bench.Rule = started => started.Tasks.Contains(2) ? ElementPlay.End(started, Outcome.Failed, 7) : ElementPlay.Succeed(started);
        int code = await bench.RunAsync("submit", bench.WriteCampaign());
        Assert.Equal(ExitCodes.TasksFailed, code);
        Assert.Contains("campaign trial: 5 tasks, 1 failed, 1 skipped", bench.Out, StringComparison.Ordinal);
        Assert.Contains("htcflow logs trial write INDEX --stderr", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_BadFile_ListsEveryProblemAndEndsWithTwo()
    {
        using var bench = new Bench();
        int code = await bench.RunAsync("submit", bench.Write("bad.yaml", "campaign: x\nstore: s\nstagse: {}\n"));
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("bad.yaml:3:1: error:", bench.Err, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Home));
    }

    [Fact]
    public async Task Submit_SecondTime_SaysThatTheNameIsTaken()
    {
        using var bench = new Bench();
        string file = bench.WriteCampaign();
        await bench.RunAsync("submit", file);
        int code = await bench.RunAsync("submit", file);
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("was submitted from here on", bench.Err, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("submit", file, "--name", "other"));
    }

    [Fact]
    public async Task Submit_PrefixOfAnotherHome_NamesItsOwnerAndLeavesNothing()
    {
        using var bench = new Bench();
        string file = bench.WriteCampaign();
        await bench.RunAsync("submit", file);
        Directory.Delete(bench.Home, recursive: true);
        int code = await bench.RunAsync("submit", file);
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("belongs to a campaign submitted from", bench.Err, StringComparison.Ordinal);
        Assert.False(bench.HomeOf("trial").Exists);
    }

    [Fact]
    public async Task Submit_CutOffAfterItsClaim_IsCompletedByTheNextOne()
    {
        using var bench = new Bench();
        string file = bench.WriteCampaign();
        string mark = BirthMarkFile.Take(CreateHome(bench), new Random(9));
        await bench.RunAsync("submit", file, "--name", "twin");
        StoredPlan twin = (await StoredPlan.ReadAsync(bench.Store, "twin", TestContext.Current.CancellationToken))!;
        StoredPlan cutOff = twin with { BirthMark = mark, Spec = twin.Spec with { Name = "trial" } };
        Assert.Null(await cutOff.ClaimAsync(bench.Store, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("submit", file));
        Assert.Equal(mark, (await StoredPlan.ReadAsync(bench.Store, "trial", TestContext.Current.CancellationToken))!.BirthMark);
        Assert.DoesNotContain("birth-mark", Directory.GetFiles(bench.HomeOf("trial").Directory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Submit_CutOffWithAnEmptyJournal_IsCompletedByTheNextOne()
    {
        using var bench = new Bench();
        SqliteJournal.Open(CreateHome(bench).Journal).Dispose();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("status"));
        Assert.Contains("the submission was cut off; submit again", bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("submit", bench.WriteCampaign()));
    }

    [Fact]
    public async Task Submit_WhileAnotherEngineOwnsIt_EndsWithFive()
    {
        using var bench = new Bench();
        using EngineLock? other = EngineLock.TryTake(CreateHome(bench), TimeProvider.System);
        Assert.Equal(ExitCodes.Owned, await bench.RunAsync("submit", bench.WriteCampaign()));
        Assert.Contains($"process {Environment.ProcessId}", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_Interrupted_EndsWith130AndResumes()
    {
        using var bench = new Bench();
        bench.Rule = started =>
        {
            bench.Interrupt();
            return ElementPlay.Held;
        };
        int code = await bench.RunAsync("submit", bench.WriteCampaign());
        Assert.Equal(ExitCodes.Interrupted, code);
        Assert.Contains("`htcflow resume trial` goes on where it stopped", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_NoRunner_SaysHowToGetOne()
    {
        using var bench = new Bench();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        CommandContext context = bench.Context(output, errors) with { Parts = new Composition { OpenStore = _ => bench.Store } };
        int code = await CommandLine.RunAsync(["submit", bench.WriteCampaign()], context);
        Assert.Equal(ExitCodes.World, code);
        Assert.Contains("htcflow-runner", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, bench.Store.Count);
    }

    [Fact]
    public async Task Submit_Json_PrintsOneObjectALine()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("submit", bench.WriteCampaign(), "--json"));
        string[] lines = bench.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("{\"event\":\"submitted\",\"campaign\":\"trial\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"phase\":\"ended\"", lines[^1], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Contains($"\"engine\":\"{Environment.ProcessId} ", line, StringComparison.Ordinal));
    }

    private static CampaignHome CreateHome(Bench bench)
    {
        CampaignHome home = bench.HomeOf("trial");
        Directory.CreateDirectory(home.Directory);
        return home;
    }

    [Fact]
    public async Task Submit_SchedulerDoesNotAnswer_WaitsUntilInterruptedAndLosesNothing()
    {
        using var bench = new Bench();
        bench.Opening = () =>
        {
            bench.Interrupt();
            throw new FaultException(FaultKind.Transient, "read configuration", "qconf", "qmaster does not answer, it is tried again");
        };

        Assert.Equal(ExitCodes.Interrupted, await bench.RunAsync("submit", bench.WriteCampaign()));
        Assert.Contains("waiting: read configuration 'qconf': qmaster does not answer", bench.Err, StringComparison.Ordinal);
        Assert.Contains("`htcflow resume trial` goes on where it stopped", bench.Err, StringComparison.Ordinal);

        bench.GoOn();
        bench.Opening = static () => { };
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("resume", "trial"));
    }
}
