using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace HtcFlow.Acceptance;

/// <summary>The promise: kill any part at any moment and lose nothing but the work since the last checkpoint.</summary>
public sealed class NothingLostTests
{
    private const int FirstSeed = 2018;
    private const int Strikes = 25;
    private const int SegmentsPerCheckpoint = 3;

    private static readonly ConcurrentDictionary<int, Lazy<IReadOnlyDictionary<string, byte[]>>> s_calm = [];

    [Theory]
    [InlineData(FirstSeed)]
    public void Campaign_KilledAgainAndAgain_GivesTheSameBytes(int seed) => Survive(seed, CalmResults());

    [Fact]
    public void Soak_StormsOfNewSeeds_LoseNothing()
    {
        Assert.SkipUnless(
            double.TryParse(Environment.GetEnvironmentVariable("HTCFLOW_SOAK_MINUTES"), CultureInfo.InvariantCulture, out double minutes) && minutes > 0,
            "a soak runs for as many minutes as HTCFLOW_SOAK_MINUTES says: make soak");
        DateTimeOffset end = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(minutes);
        IReadOnlyDictionary<string, byte[]> expected = CalmResults();
        for (int seed = FirstSeed + 1; TimeProvider.System.GetUtcNow() < end; seed++)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"storm of seed {seed}");
            Console.WriteLine($"storm of seed {seed}");
            Survive(seed, expected);
        }
    }

    /// <summary>Results of the campaign on this machine when nothing is killed.</summary>
    internal static IReadOnlyDictionary<string, byte[]> CalmResults(int bits = 300) =>
        s_calm.GetOrAdd(bits, static bits => new Lazy<IReadOnlyDictionary<string, byte[]>>(() => RunCalmly(bits))).Value;

    private static Dictionary<string, byte[]> RunCalmly(int bits)
    {
        Products.BuildSimulation();
        using var calm = new CampaignRun { Bits = bits };
        calm.Submit().WaitForSuccess();
        return new Dictionary<string, byte[]>(calm.Fetch(), StringComparer.Ordinal);
    }

    private static void Survive(int seed, IReadOnlyDictionary<string, byte[]> expected)
    {
        using var stormy = new CampaignRun();
        var killer = new Killer(stormy.Scratch, new Random(seed));
        RunThroughStorm(stormy, killer, seed);

        CheckResults(stormy, expected);
        Assert.Empty(killer.OwnProcesses());
        CheckLedger(stormy);
        CheckLostWork(stormy);
    }

    private static void RunThroughStorm(CampaignRun run, Killer killer, int seed)
    {
        var dice = new Random(seed);
        ProgramRun engine = run.Submit();

        // Each kind once while it runs, the engine last: on a slow machine the dice might never meet a simulation.
        foreach (string kind in Killer.Kinds.Reverse())
        {
            SmallRun.WaitFor("a process to kill: " + kind, () => killer.KillOneOf(kind));
        }

        for (int strike = 0; strike < Strikes; strike++)
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(dice.Next(100, 900)));
            killer.Strike();
            Thread.Sleep(TimeSpan.FromMilliseconds(20));
            if (engine.HasEnded)
            {
                // Killed before its first fact, submitting again completes the submission; afterwards resuming goes on.
                engine = run.IsSubmitted ? run.Start("resume", "hamr", "--watch") : run.Submit();
            }
        }

        if (engine.Wait(TimeSpan.FromMinutes(5)) != 0)
        {
            run.Start("resume", "hamr", "--watch").WaitForSuccess();
        }
    }

    /// <summary>The same names, and the same bytes below each.</summary>
    internal static void CheckResults(CampaignRun run, IReadOnlyDictionary<string, byte[]> expected)
    {
        IReadOnlyDictionary<string, byte[]> actual = run.Fetch();
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(actual[pair.Key]), pair.Key + " differs"));
    }

    // One accepted report a task, and at most one ledger key that says succeeded with an empty body.
    internal static void CheckLedger(CampaignRun run)
    {
        List<string> accepted = [.. run.Objects("hamr/t").Where(o => o.EndsWith("/accepted.json", StringComparison.Ordinal))];
        Assert.Equal(run.Status().GetProperty("total").GetInt64(), accepted.Count);
        Assert.Equal(0, run.Status().GetProperty("fruitless").GetInt64());
    }

    // What earlier attempts delivered beyond the checkpoint from which the accepted one went on is the work that a kill cost.
    internal static void CheckLostWork(CampaignRun run)
    {
        var deliveries = run.Objects("hamr/t").Select(o => o.Split('/'))
            .Where(p => p.Length == 5 && p[1] == "write" && p[4].StartsWith("track-", StringComparison.Ordinal))
            .Select(p => (Task: p[2], Attempt: Number(p[3][1..]), Segment: Number(p[4].Split('-', '.')[1])));
        foreach (var task in deliveries.GroupBy(d => d.Task))
        {
            string report = run.Objects("hamr/t").Single(o => o.EndsWith($"/write/{task.Key}/accepted.json", StringComparison.Ordinal));
            JsonElement accepted = JsonDocument.Parse(run.Read("hamr/t/" + report)).RootElement;
            int restored = accepted.GetProperty("restoredFrom").GetInt32();
            int attempt = accepted.GetProperty("attempt").GetInt32();
            int reached = task.Where(d => d.Attempt < attempt).Select(d => d.Segment).DefaultIfEmpty(0).Max();
            Assert.True(
                reached - (restored * SegmentsPerCheckpoint) <= SegmentsPerCheckpoint,
                $"task {task.Key}: segment {reached} was reached, attempt {attempt} went on from checkpoint {restored}");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
