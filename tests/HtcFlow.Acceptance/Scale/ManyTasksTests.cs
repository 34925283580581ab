namespace HtcFlow.Acceptance.Scale;

/// <summary>Many trivial tasks: every one has exactly one report, and every attempt exactly one ledger key.</summary>
public sealed class ManyTasksTests
{
    [Theory]
    [InlineData(3000, 100)]
    [InlineData(200, 1)]
    public void Campaign_OfTrivialTasks_LosesAndDoublesNothing(int tasks, int pack)
    {
        using var run = new SmallRun($"stages: {{one: {{sweep: {{n: 1..{tasks}}}, command: [/bin/true], pack: {pack}}}}}\n");
        run.Submit();
        Assert.Equal(tasks, run.Tasks("--state", "succeeded").Count);
        Assert.Equal(tasks, run.Status().GetProperty("succeeded").GetInt64());
        Assert.Equal(tasks, run.Keys("t").Count(k => k.EndsWith("/accepted.json", StringComparison.Ordinal)));
        long attempts = run.Attempts("one").Sum();
        Assert.Equal(tasks, attempts);
        Assert.Equal(attempts, run.Keys("l").Count);
    }
}
