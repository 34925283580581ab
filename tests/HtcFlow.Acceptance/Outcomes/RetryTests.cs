using System.Text.Json;

namespace HtcFlow.Acceptance.Outcomes;

/// <summary>What is tried again, how often, and as which arrays.</summary>
public sealed class RetryTests
{
    [Fact]
    public void Retry_OfScatteredTasks_IsOneArrayOfExactlyThem()
    {
        const string Stages = """
            variables: {cure: none}
            stages:
              one:
                sweep: {n: 0..19}
                inputs: [task.sh]
                command: [/bin/sh, task.sh, "${n}", "${cure}"]
                retry: {attempts: 1}
                pack: 5
            """;
        using var run = new SmallRun(Stages, "case $1 in 3|7|8|15) [ -e $2 ] || exit 3;; esac\n");
        run.Submit(1, "--set", "variables.cure=" + run.At("cure"));
        int[] sick = [3, 7, 8, 15];
        Assert.Equal(sick, run.Tasks("--state", "failed").Select(t => t.GetProperty("index").GetInt32()));
        Assert.All(run.Tasks("--state", "failed"), t => Assert.Equal(3, t.GetProperty("exit").GetInt32()));

        run.Write("cure", "");
        run.Expect(0, "retry", "c", "--watch");
        ILookup<string, string> ledger = run.Ledger("one");
        Assert.Equal(2, ledger.Count);
        string[] again = [.. ledger[ledger.Select(a => a.Key).Max()!].Select(k => string.Join('.', k.Split('.')[..3])).Order()];
        Assert.Equal(["15.a2.succeeded", "3.a2.succeeded", "7.a2.succeeded", "8.a2.succeeded"], again);
        run.Expect(2, "retry", "c");
    }

    [Fact]
    public void Task_ThatFailsOnce_SucceedsOnItsSecondAttempt()
    {
        using var run = new SmallRun(StagesWith("retry: {attempts: 2, delay: 0}"), "echo try $HTCFLOW_ATTEMPT; [ $HTCFLOW_ATTEMPT = 2 ]\n");
        run.Submit();
        Assert.Equal([2, 2], run.Attempts("one"));
        Assert.Equal("try 1\n", Log(run, "--attempt", "1").GetProperty("text").GetString());
        Assert.Equal("try 2\n", Log(run).GetProperty("text").GetString());
        Assert.Equal(4, run.Keys("l").Count);
        Assert.Equal(2, run.Status().GetProperty("retries").GetInt64());
    }

    [Fact]
    public void ExitCodes_OutsideTheFilter_AreFinalAtOnce()
    {
        using var run = new SmallRun(StagesWith("retry: {attempts: 3, delay: 0, exit-codes: [75, 128-143]}"), "exit $((74 + $1))\n");
        run.Submit(1);
        Assert.Equal([1, 3], run.Attempts("one"));
        Assert.Equal([74, 75], run.Tasks().Select(t => t.GetProperty("exit").GetInt32()));
    }

    [Theory]
    [InlineData("resources: {walltime: 3s}")]
    [InlineData("watch: {silence: 3s}")]
    public void SlowAttempt_Always_IsEndedTriedAgainAndThenFailed(string limit)
    {
        using var run = new SmallRun(
            StagesWith(limit + "\n    retry: {attempts: 2, delay: 0}\n    outputs: [out.txt]"),
            "if [ $1 = 1 ] && [ $HTCFLOW_ATTEMPT = 1 ] || [ $1 = 0 ]; then sleep 60; fi; echo x >out.txt\n");
        run.Submit(1);
        Assert.Equal(["failed", "succeeded"], run.States("one"));
        Assert.Equal([2, 2], run.Attempts("one"));
        Assert.Equal("slow", run.Tasks("--state", "failed").Single().GetProperty("outcome").GetString());
        Assert.NotEqual("", Log(run).GetProperty("reason").GetString());
        Assert.Empty(new Killer(run.Scratch, new Random(1)).OwnProcesses());
    }

    [Fact]
    public void MissingOutput_Always_FailsAndIsNamed()
    {
        using var run = new SmallRun(StagesWith("outputs: [\"result-${n}.dat\"]\n    retry: {attempts: 1}"), "[ $1 = 0 ] || echo x >result-$1.dat\n");
        run.Submit(1);
        Assert.Equal(["failed", "succeeded"], run.States("one"));
        Assert.Contains("result-0.dat", Log(run).GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(73, run.Tasks("--state", "failed").Single().GetProperty("exit").GetInt32());
    }

    [Theory]
    [InlineData(1, 1, "succeeded")]
    [InlineData(0, 1, "skipped")]
    public void FailedTask_WithinTheTolerance_LetsFollowersRun(int tolerate, int code, string follower)
    {
        using var run = new SmallRun(
            StagesWith($"tolerate: {tolerate}\n    retry: {{attempts: 1}}") + "\n  two:\n    after: one\n    command: [/bin/true]\n", "exit $1\n");
        run.Submit(code);
        Assert.Equal(["succeeded", "failed"], run.States("one"));
        Assert.Equal([follower], run.States("two"));
    }

    private static string StagesWith(string keys) => $$"""
        stages:
          one:
            sweep: {n: 0..1}
            inputs: [task.sh]
            command: [/bin/sh, task.sh, "${n}"]
            {{keys}}
        """;

    private static JsonElement Log(SmallRun run, params string[] options)
    {
        // A log of nothing is a refusal (2) with the reason all the same.
        ProgramRun logs = run.Start(["logs", "c", "one", "0", "--json", .. options]);
        logs.Wait(TimeSpan.FromMinutes(1));
        return JsonDocument.Parse(logs.Output).RootElement;
    }
}
