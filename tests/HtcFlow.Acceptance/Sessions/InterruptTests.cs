using System.Diagnostics;

namespace HtcFlow.Acceptance.Sessions;

/// <summary>Ctrl-C once, Ctrl-C twice, and SIGKILL for the engine.</summary>
public sealed class InterruptTests
{
    private const string Stages = """
        stages:
          one:
            sweep: {n: 1..4}
            inputs: [task.sh]
            command: [/bin/sh, task.sh, "${n}"]
            environment: {MARKS: "${marks}"}
        """;

    // Every start of the command leaves a mark outside, so that a task that was started twice is seen.
    private const string Script = "touch $MARKS/$1.$$; sleep 2; exit 0\n";

    [Fact]
    public void Submit_InterruptedOnce_ResumesFromCheckpoints()
    {
        Products.BuildSimulation();
        using var run = new SmallRun();
        ProgramRun engine = run.Start(
            "submit", Products.Campaign, "--name", "c", "--set", "store=" + run.At("store"),
            "--set", "stages.write.sweep.density=[1500]", "--set", "stages.write.sweep.pitch=[24]", "--set", "stages.write.sweep.seed=1..2",
            "--set", "variables.bits=2000", "--set", "stages.write.pack=1");
        SmallRun.WaitFor("a checkpoint", () => run.Keys("t").Any(k => Path.GetFileName(k).StartsWith("manifest-", StringComparison.Ordinal)));
        SmallRun.Signal("INT", engine.Id);
        Assert.Equal(130, engine.Wait(TimeSpan.FromMinutes(1)));
        Assert.Contains("htcflow resume c", engine.Error, StringComparison.Ordinal);
        Assert.Empty(new Killer(run.Scratch, new Random(1)).OwnProcesses());
        Assert.Equal("active", run.Status().GetProperty("phase").GetString());

        run.Expect(0, "resume", "c");
        int[] restored = [.. Enumerable.Range(0, 2).Select(i => run.Report("write", i).GetProperty("restoredFrom").GetInt32())];
        Assert.True(restored.Max() > 0, "no task went on from a checkpoint");
        Assert.All(run.Attempts("write"), a => Assert.InRange(a, 1, 2));
    }

    [Fact]
    public void Submit_InterruptedTwice_LeavesAtOnceAndTasksRunOn()
    {
        using var run = MarkedRun();
        ProgramRun engine = run.Start("submit", run.File, "--set", "variables.marks=" + run.At("marks"));
        SmallRun.WaitFor("two running tasks", () => Directory.GetFiles(run.At("marks")).Length >= 2);
        var clock = Stopwatch.StartNew();
        string twice = $"kill -INT {engine.Id}; sleep 0.02; kill -INT {engine.Id} 2>/dev/null; exit 0"; // the first one may have done
        ProgramRun.Start("/bin/sh", ["-c", twice]).WaitForSuccess();
        Assert.Equal(130, engine.Wait(TimeSpan.FromMinutes(1)));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
        run.Expect(0, "resume", "c");
        Assert.All(run.States("one"), s => Assert.Equal("succeeded", s));
    }

    [Fact]
    public void Resume_RightAfterAKilledEngine_FindsItsTasksAgain()
    {
        using var run = MarkedRun();
        ProgramRun engine = run.Start("submit", run.File, "--set", "variables.marks=" + run.At("marks"));
        SmallRun.WaitFor("two running tasks", () => Directory.GetFiles(run.At("marks")).Length >= 2);
        SmallRun.Signal("KILL", engine.Id);
        engine.Wait(TimeSpan.FromMinutes(1)); // and its lock is free
        run.Expect(0, "resume", "c");
        Assert.Equal(4, Directory.GetFiles(run.At("marks")).Length);
        Assert.All(run.Attempts("one"), a => Assert.Equal(1, a));
        Assert.Equal(4, run.Keys("l").Count);
    }

    private static SmallRun MarkedRun()
    {
        var run = new SmallRun("variables: {marks: none}\n" + Stages, Script);
        Directory.CreateDirectory(run.At("marks"));
        return run;
    }
}
