namespace HtcFlow.Acceptance.Outcomes;

/// <summary>Cancelling all, a stage or some tasks, with and without an engine, and trying again afterwards.</summary>
public sealed class CancelTests
{
    private const string Stages = """
        variables: {gate: none}
        stages:
          one:
            sweep: {n: 0..5}
            inputs: [task.sh]
            command: [/bin/sh, task.sh, "${n}"]
            environment: {GATE: "${gate}"}
          two:
            sweep: {n: {like: one}}
            after: {one: each}
            command: [/bin/true]
        """;

    // Runs until its gate is opened; the first two tasks tell that they run.
    private const string Script = "touch $GATE.$1; while ! [ -e $GATE ]; do sleep 0.05; done\n";

    [Fact]
    public void Cancel_WithAnEngine_EndsEverythingAndRetryCompletes()
    {
        using SmallRun run = Started();
        run.Expect(0, "cancel", "c");
        run.Expect(1, "watch", "c");
        Assert.All(run.States("one"), s => Assert.Equal("cancelled", s));
        Assert.DoesNotContain("succeeded", run.States("two"));
        SmallRun.WaitFor("the end of the tasks", () => !new Killer(run.Scratch, new Random(1)).OwnProcesses().Any());

        run.Write("gate", "");
        run.Expect(0, "retry", "c", "--watch");
        Assert.All(run.States("one").Concat(run.States("two")), s => Assert.Equal("succeeded", s));
    }

    [Fact]
    public void Cancel_OfSomeTasks_SkipsTheirFollowersOnly()
    {
        using SmallRun run = Started();
        run.Expect(0, "cancel", "c", "--stage", "one", "--tasks", "0,4-5");
        SmallRun.WaitFor("the cancellation", () => run.States("one").Count(s => s == "cancelled") == 3);
        run.Write("gate", "");
        run.Expect(1, "watch", "c");
        string[] expected = ["cancelled", "succeeded", "succeeded", "succeeded", "cancelled", "cancelled"];
        Assert.Equal(expected, run.States("one"));
        Assert.Equal(expected.Select(s => s == "cancelled" ? "skipped" : s), run.States("two"));

        // A retry of one stage takes along what was skipped because of it.
        run.Expect(0, "retry", "c", "--stage", "one", "--watch");
        Assert.All(run.States("one").Concat(run.States("two")), s => Assert.Equal("succeeded", s));
    }

    [Fact]
    public void Cancel_WithoutAnEngine_CarriesItOut()
    {
        using SmallRun run = Started();
        SmallRun.Signal("KILL", run.Engine());
        SmallRun.WaitFor("the end of the engine", () => run.Engine() == 0);
        run.Expect(0, "cancel", "c");
        Assert.All(run.States("one"), s => Assert.Equal("cancelled", s));
        SmallRun.WaitFor("the end of the tasks", () => !new Killer(run.Scratch, new Random(1)).OwnProcesses().Any());
        run.Expect(2, "cancel", "c");
    }

    [Fact]
    public void Cancel_OfAWrongStageOrTask_IsRefused()
    {
        using SmallRun run = Started();
        Assert.Contains("has no stage 'onne'", run.Expect(2, "cancel", "c", "--stage", "onne"), StringComparison.Ordinal);
        run.Expect(2, "cancel", "c", "--tasks", "1");
        run.Expect(2, "cancel", "c", "--stage", "one", "--tasks", "5-1");
        Assert.DoesNotContain("cancelled", run.States("one"));
    }

    private static SmallRun Started()
    {
        var run = new SmallRun(Stages, Script);
        run.Submit(0, "--detach", "--set", "variables.gate=" + run.At("gate"));
        run.WaitForFile("gate.0");
        run.WaitForFile("gate.1");
        return run;
    }
}
