using System.Text.Json;

namespace HtcFlow.Acceptance.Sessions;

/// <summary>An engine in the background, and other processes that look at its campaign meanwhile.</summary>
public sealed class DetachTests
{
    private const string Stages = """
        stages:
          one:
            sweep: {n: 1..6}
            inputs: [task.sh]
            command: [/bin/sh, task.sh, "${n}"]
            outputs: [out.txt]
          two:
            after: one
            command: [/bin/true]
        """;

    // Tasks end when somebody has opened their gate: however slow a machine is, what is looked at has not ended.
    private const string Gated = "while ! [ -e $GATE ]; do sleep 0.05; done; echo $1 >out.txt\n";

    [Fact]
    public void Submit_Detached_IsSeenByOtherProcessesWhileItRuns()
    {
        // Only the last task waits, so that the campaign is half done as long as somebody looks.
        using var run = new SmallRun(
            Stages,
            "echo task $1; while [ $1 = 6 ] && ! [ -e $GATE ]; do sleep 0.05; done; echo $1 >out.txt\n");
        string text = Detach(run);
        Assert.Contains("runs in the background", text, StringComparison.Ordinal);

        Assert.NotEqual(0, run.Engine());
        ProgramRun watch = run.Start("watch", "c", "--json");
        SmallRun.WaitFor("a first result", () => run.Status().GetProperty("succeeded").GetInt64() > 0);
        Assert.Contains("succeeded", run.States("one"));
        Assert.Contains("pending", run.States("two"));
        string fetched = run.Expect(0, "fetch", "c", "--to", run.At("early"));
        Assert.DoesNotContain(" 0 tasks without a result", fetched, StringComparison.Ordinal);
        Assert.Contains("never started", run.Expect(2, "logs", "c", "two", "0"), StringComparison.Ordinal);
        Assert.Contains("an engine works on campaign c already: process", run.Expect(5, "submit", run.File), StringComparison.Ordinal);

        run.Write("gate", "");
        string[] lines = watch.WaitForSuccess().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("ended", JsonDocument.Parse(lines[^1]).RootElement.GetProperty("phase").GetString());
        SmallRun.WaitFor("the end of the engine", () => run.Engine() == 0);
        Assert.Equal(6, run.Fetch().Count);
        Assert.StartsWith("task 1\n", run.Expect(0, "logs", "c", "one", "0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_WhileAnEngineRuns_NamesItsHolder()
    {
        using var run = new SmallRun(Stages, Gated);
        Detach(run);
        int engine = run.Engine();
        string text = run.Expect(5, "resume", "c");
        Assert.Contains($"process {engine} on {Environment.MachineName}", text, StringComparison.Ordinal);
        JsonElement error = JsonDocument.Parse(run.Expect(5, "resume", "c", "--json")).RootElement;
        Assert.Equal(5, error.GetProperty("exitCode").GetInt32());
        run.Write("gate", "");
        run.Expect(0, "watch", "c");
    }

    [Fact]
    public void Hold_OfARunningCampaign_LeavesTheNextStageToResume()
    {
        using var run = new SmallRun(Stages, Gated);
        Detach(run);
        run.Expect(0, "hold", "c");
        run.Write("gate", "");
        SmallRun.WaitFor("the end of the engine", () => run.Engine() == 0);
        Assert.Equal("held", run.Status().GetProperty("phase").GetString());
        Assert.All(run.States("two"), s => Assert.Equal("pending", s));
        run.Expect(4, "watch", "c");
        run.Expect(0, "resume", "c");
        Assert.All(run.Attempts("one"), a => Assert.Equal(1, a));
    }

    [Fact]
    public void HoldNow_OfARunningCampaign_SendsTasksBackAndResumeCompletesThem()
    {
        using var run = new SmallRun(Stages, Gated);
        Detach(run);
        SmallRun.WaitFor("a running task", () => run.States("one").Contains("running"));
        run.Expect(0, "hold", "c", "--now");
        SmallRun.WaitFor("the end of the engine", () => run.Engine() == 0);
        Assert.Equal("held", run.Status().GetProperty("phase").GetString());
        SmallRun.WaitFor("the last processes to be gone", () => !new Killer(run.Scratch, new Random(1)).OwnProcesses().Any());
        run.Write("gate", "");
        run.Expect(0, "resume", "c");
        Assert.Equal(6, run.Fetch().Count);
    }

    private static string Detach(SmallRun run) => run.Submit(0, "--detach", "--set", "stages.one.environment.GATE=" + run.At("gate"));
}
