using System.Collections.Concurrent;
using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Engine.Tests.Storms.World;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>The engine dies at every single moment of small campaigns, once each, and once more soon after; the end is that of a calm run.</summary>
public sealed class CrashPointTests
{
    // Opening an engine passes a dozen moments and one for each entry replayed: this far behind the first death the second one
    // falls into the opening, the replay or the first calls after it.
    private const int SecondDeathWithin = 40;

    // One in five first deaths: all pairs would be a hundred times as many runs.
    private const int Sample = 5;

    /// <summary>Campaigns by name.</summary>
    public static TheoryData<string> Names => ["chain", "packs", "failing", "tolerant", "cancelled", "laggard", "wordy"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_DeathAtEveryMoment_EndsAsTheCalmRun(string name)
    {
        StormPlan plan = PlanOf(name);
        (string expected, CrashPoints calm) = Run(name, plan, CrashPoints.None());
        Assert.True(calm.Passed > 50, $"{name} passes {calm.Passed} moments only");
        var places = new ConcurrentDictionary<string, int>();
        Parallel.For(1, calm.Passed + 1, k =>
        {
            (string actual, CrashPoints points) = Run(name, plan, new CrashPoints((passed, _) => passed == k));
            Assert.True(points.Crashes == 1, $"{name} does not die at moment {k}");
            Assert.True(expected == actual, $"{name}, killed at moment {k} {points.LatestPlace}, ends as\n{actual}\nnot as\n{expected}");
            places[points.LatestPlace] = 1;
        });

        string[] everywhere =
        [
            "before opening", CrashPoints.Replay, "after opening", "before append", "after append", "before a call", "before submit",
            "between two arrays of a submission", "after submit", "before observe", "after observe", "before forget", "after forget",
            "after a call", "before a reply is taken", "after a reply was taken",
        ];
        Assert.Empty(everywhere.Except(places.Keys));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_SecondDeathSoonAfter_EndsAsTheCalmRun(string name)
    {
        StormPlan plan = PlanOf(name);
        (string expected, CrashPoints calm) = Run(name, plan, CrashPoints.None());
        var places = new ConcurrentDictionary<string, int>();
        Parallel.For(0, calm.Passed / Sample, sample =>
        {
            long k = 1 + (sample * Sample);
            long second = k + 1 + (sample % SecondDeathWithin);
            (string actual, CrashPoints points) = Run(name, plan, new CrashPoints((passed, _) => passed == k || passed == second));
            Assert.True(expected == actual, $"{name}, killed at moments {k} and {second} {points.LatestPlace}, ends as\n{actual}\nnot as\n{expected}");
            places[points.LatestPlace] = 1;
        });

        Assert.Contains(CrashPoints.Replay, places.Keys);
    }

    private static (string End, CrashPoints Points) Run(string name, StormPlan plan, CrashPoints points)
    {
        using var storm = new Storm(plan, points);
        if (name == "cancelled")
        {
            storm.Post(RequestKind.Cancel, "write", "0,3");
            storm.Post(RequestKind.Retry, "write", "3");
        }

        return (EndOf(storm.RunToEnd()), points);
    }

    // What does not depend on when something happened: final states and failures; interruptions depend on how tasks were packed.
    private static string EndOf(CampaignState state) => string.Join('\n', state.Stages.Select(stage =>
        $"{stage.Spec.Name}: " + string.Join(' ', Enumerable.Range(0, (int)stage.Ledger.Count).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{stage.Ledger.StateOf(i)}/{stage.Ledger.FailuresOf(i)}")))));

    private static StormPlan PlanOf(string name)
    {
        CampaignSpec spec = name switch
        {
            "packs" => StormCampaigns.Flat(14, pack: 3, attempts: 15),
            "failing" => StormCampaigns.Chain(pack: 1, attempts: 2),
            "tolerant" => StormCampaigns.Chain(pack: 3, attempts: 1, tolerate: 2),
            _ => StormCampaigns.Chain(pack: 2, attempts: 15),
        };
        var plan = new StormPlan
        {
            Seed = name.Length,
            Spec = spec,
            FoulSteps = int.MaxValue,
            CheckEvery = 32,
            Fates = [(Fate.Fail, name is "failing" or "tolerant" ? 0.3 : 0.15), (Fate.Interrupt, 0.1), (Fate.Vanish, 0.1)],
        };
        return plan with
        {
            Capabilities = plan.Capabilities with
            {
                SearchLag = name == "laggard" ? TimeSpan.FromSeconds(70) : TimeSpan.Zero,
                MaxEnvironmentCharacters = name == "wordy" ? 1_100 : plan.Capabilities.MaxEnvironmentCharacters,
            },
        };
    }
}
