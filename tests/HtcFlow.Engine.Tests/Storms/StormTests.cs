using System.Collections.Concurrent;
using System.Globalization;
using HtcFlow.Core.Facts;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>Random storms: a fixed number of seeds always, then as many as fit into a time; a seed that ever failed has its own line.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int LeastSeeds = 2_000;

    // make test says how long they may go on after that; somebody at a desk wants to go on himself.
    private const double SecondsAtDesk = 10;
    private const int MostFailures = 10;

    /// <summary>Seeds that once failed, with what they found.</summary>
    public static TheoryData<int, string> Regressions => new()
    {
        { 104, "a search that was answered twice let an array be submitted twice" },
        { 112, "a look that was answered twice let the next one begin too early, and its tasks counted as lost" },
        { 370, "a clock that was set on cut the time short for which a search may miss an array" },
        { 1042, "a target was suspended for a fraction of a millisecond longer than its fact said" },
        { 276139770, "a result that nobody knew of, of an array that was forgotten while its submission was in doubt, was missed when it was cancelled" },
        { 276145664, "the same, when a target refused the array the next time and its tasks went to another one" },
        { 1451, "a host was quarantined for a fraction of a millisecond longer than its fact said" },
    };

    [Fact]
    public void Run_ManySeeds_Hold()
    {
        bool isBoxed = double.TryParse(Environment.GetEnvironmentVariable("HTCFLOW_STORM_SECONDS"), CultureInfo.InvariantCulture, out double seconds);
        ConcurrentDictionary<string, long> seen = Run(1, LeastSeeds, TimeSpan.FromSeconds(isBoxed ? seconds : SecondsAtDesk), MostFailures);

        // A storm that never blows shows nothing.
        string[] everything =
        [
            .. typeof(Fact).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Fact))).Select(t => t.Name),
            .. from outcome in (string[])["Failed", "Slow", "Preempted", "Lost"] from verdict in (string[])["Retry", "GiveUp"] select $"{outcome} {verdict}",
            "Slow Excuse", "Restored", "Replayed",
        ];
        Assert.Empty(everything.Except(seen.Keys));
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
        Run(first, 1, TimeSpan.FromMinutes(minutes), int.MaxValue);
    }

    private static IReadOnlyDictionary<string, int> RunOne(int seed)
    {
        using var storm = new Storm(StormPlan.Of(seed));
        storm.RunToEnd();
        return storm.Seen;
    }

    // Two storms share nothing, so each core runs its own.
    private ConcurrentDictionary<string, long> Run(int first, int least, TimeSpan box, int mostFailures)
    {
        long begin = TimeProvider.System.GetTimestamp();
        var seen = new ConcurrentDictionary<string, long>();
        var failures = new ConcurrentDictionary<int, string>();
        int next = first - 1;
        int done = 0;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            while (failures.Count < mostFailures && (done < least || TimeProvider.System.GetElapsedTime(begin) < box))
            {
                int seed = Interlocked.Increment(ref next);
                try
                {
                    foreach ((string what, int times) in RunOne(seed))
                    {
                        seen.AddOrUpdate(what, times, (_, before) => before + times);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // At once, because a soak may be ended before its end.
                    Console.WriteLine(failures[seed] = Describe(seed, e));
                }

                Interlocked.Increment(ref done);
            }
        });
        string summary = string.Create(CultureInfo.InvariantCulture, $"{done} storms from seed {first} on in {TimeProvider.System.GetElapsedTime(begin).TotalSeconds:F0} s");
        output.WriteLine(summary);
        Console.WriteLine(summary);
        output.WriteLine(string.Join(", ", seen.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {s.Value}")));
        Assert.True(failures.IsEmpty, string.Join('\n', failures.OrderBy(f => f.Key).Select(f => f.Value)));
        return seen;
    }

    private static string Describe(int seed, Exception e)
    {
        string program = Path.GetRelativePath(Environment.CurrentDirectory, Environment.ProcessPath ?? "HtcFlow.Engine.Tests");
        return $"""
            seed {seed}: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}
              alone: HTCFLOW_STORM_SEED={seed} {program} --filter-method '*Run_SeedOfTheEnvironment_Holds'
            """;
    }
}
