using System.Collections.Concurrent;
using System.Globalization;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>Random storms: a fixed number of seeds always, then as many as fit into a time; a seed that ever failed has its own line.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int LeastSeeds = 2_000;

    // make test has a minute for them where nobody waits, a few seconds at a desk.
    private const double SecondsOfCi = 45;
    private const double SecondsAtDesk = 10;
    private const int MostFailures = 10;

    /// <summary>Seeds that once failed, with what they found.</summary>
    public static TheoryData<int, string> Regressions => new()
    {
        { 104, "a search that was answered twice let an array be submitted twice" },
        { 112, "a look that was answered twice let the next one begin too early, and its tasks counted as lost" },
        { 370, "a clock that was set on cut the time short for which a search may miss an array" },
    };

    [Fact]
    public void Run_ManySeeds_Hold()
    {
        bool isCi = Environment.GetEnvironmentVariable("CI") == "true";
        Run(1, LeastSeeds, TimeSpan.FromSeconds(isCi ? SecondsOfCi : SecondsAtDesk));
    }

    [Theory]
    [MemberData(nameof(Regressions))]
    public void Run_SeedThatOnceFailed_Holds(int seed, string found)
    {
        Assert.NotEmpty(found);
        RunOne(seed);
    }

    [Fact]
    public void Run_SeedOfTheEnvironment_Holds()
    {
        string? seed = Environment.GetEnvironmentVariable("HTCFLOW_STORM_SEED");
        Assert.SkipWhen(seed is null, "runs the storm whose seed is in HTCFLOW_STORM_SEED");
        StormPlan plan = StormPlan.Of(int.Parse(seed!, CultureInfo.InvariantCulture));
        using var storm = new Storm(plan, points: null, isTold: true);
        try
        {
            storm.RunToEnd();
        }
        finally
        {
            // For whoever looks into it: what every engine knew and did, in order.
            foreach (string line in (IEnumerable<string>)[plan.ToString(), .. storm.Story])
            {
                Console.WriteLine(line);
            }
        }
    }

    [Fact]
    public void Soak_FreshSeeds_Hold()
    {
        Assert.SkipUnless(
            double.TryParse(Environment.GetEnvironmentVariable("HTCFLOW_SOAK_MINUTES"), CultureInfo.InvariantCulture, out double minutes) && minutes > 0,
            "a soak runs for as many minutes as HTCFLOW_SOAK_MINUTES says: make soak");

        // Seconds of the day the soak begins: seeds that no run before it had, and that its report names.
        int first = (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000) * 1_000;
        Run(first, 1, TimeSpan.FromMinutes(minutes));
    }

    private static void RunOne(int seed)
    {
        using var storm = new Storm(StormPlan.Of(seed));
        storm.RunToEnd();
    }

    // Two storms share nothing, so each core runs its own.
    private void Run(int first, int least, TimeSpan box)
    {
        long begin = TimeProvider.System.GetTimestamp();
        var failures = new ConcurrentDictionary<int, string>();
        int next = first - 1;
        int done = 0;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            while (failures.Count < MostFailures && (done < least || TimeProvider.System.GetElapsedTime(begin) < box))
            {
                int seed = Interlocked.Increment(ref next);
                try
                {
                    RunOne(seed);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    failures[seed] = e.GetType().Name + ": " + e.Message.ReplaceLineEndings(" ");
                }

                Interlocked.Increment(ref done);
            }
        });
        string summary = string.Create(CultureInfo.InvariantCulture, $"{done} storms from seed {first} on in {TimeProvider.System.GetElapsedTime(begin).TotalSeconds:F0} s");
        output.WriteLine(summary);
        Console.WriteLine(summary);
        Assert.True(failures.IsEmpty, string.Join('\n', failures.OrderBy(f => f.Key).Select(f => $"""
            seed {f.Key}: {f.Value}
              alone: HTCFLOW_STORM_SEED={f.Key} {Path.GetFileName(Environment.ProcessPath)} --filter-method '*Run_SeedOfTheEnvironment_Holds'
            """)));
    }
}
