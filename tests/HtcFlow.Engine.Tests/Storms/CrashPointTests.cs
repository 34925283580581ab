using System.Collections.Concurrent;
using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;
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

    // Of a campaign that is large enough to blame a host; each run takes as long as ten of the small ones.
    private const int LongSample = 59;

    private static readonly string[] s_aroundAvoid = ["before avoid", "after avoid"];

    /// <summary>Campaigns by name.</summary>
    public static TheoryData<string> Names =>
        ["chain", "packs", "failing", "tolerant", "cancelled", "laggard", "wordy", "targets", "automatic", "snapshots", "mute", "stops"];

    /// <summary>Campaigns in which every task ends with a result, however often it has to run.</summary>
    public static TheoryData<string> Persistent => ["chain", "packs", "targets", "snapshots", "mute"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_DeathAtEveryMoment_EndsAsTheCalmRun(string name)
    {
        StormPlan plan = PlanOf(name);
        (string expected, CrashPoints calm) = Run(name, plan, CrashPoints.None());
        Assert.True(calm.Passed > 50, $"{name} passes {calm.Passed} moments only");
        var places = new ConcurrentDictionary<string, int>();
        int stride = StrideOf(name);
        Parallel.For(0, calm.Passed / stride, sample =>
        {
            long k = 1 + (sample * stride);
            (string actual, CrashPoints points) = Run(name, plan, new CrashPoints((passed, _) => passed == k));
            Assert.True(points.Crashes == 1, $"{name} does not die at moment {k}");
            Assert.True(expected == actual, $"{name}, killed at moment {k} {points.LatestPlace}, ends as\n{actual}\nnot as\n{expected}");
            places[points.LatestPlace] = 1;
        });

        string[] everywhere =
        [
            .. name == "snapshots" ? (string[])["before a snapshot", "after a snapshot"] : [], "before opening", "before reading a snapshot", CrashPoints.Replay, "after opening", "before append", "after append", "before a call", "before submit",
            "between two arrays of a submission", "after submit", "before observe", "after observe", "before forget", "after forget",
            "after a call", "before a reply is taken", "after a reply was taken",
        ];
        Assert.Empty(stride > 1 ? [] : everywhere.Except(places.Keys));
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

    [Theory]
    [MemberData(nameof(Persistent))]
    public void Run_DeathTakesTheEndOfTheJournalAlong_EverythingSucceedsOnce(string name)
    {
        StormPlan plan = PlanOf(name) with { TailLoss = 1 };
        (_, CrashPoints calm) = Run(name, plan, CrashPoints.None());
        int recoveries = 0;
        Parallel.For(0, calm.Passed / Sample, sample =>
        {
            long k = 1 + (sample * Sample);
            using var storm = new Storm(plan with { Seed = plan.Seed + (int)k }, new CrashPoints((passed, _) => passed == k));
            CampaignState state = storm.RunToEnd();
            Assert.True(state.Tally(TaskState.Succeeded) == state.Spec.TaskCount, $"{name}, killed at moment {k}, ends as\n{EndOf(state)}");
            Assert.Equal(state.Spec.TaskCount, storm.Store.AcceptedCount);
            Interlocked.Add(ref recoveries, storm.Journal.Recoveries);
        });

        Assert.True(recoveries > calm.Passed / Sample / 2, $"{recoveries} of {calm.Passed / Sample} journals lost their end");
    }

    [Fact]
    public void Run_DeathWhileHostsAreJudged_TellsTheBackendAgain()
    {
        StormPlan plan = PlanOf("hosts");
        using var calm = new Storm(plan, CrashPoints.None());
        Assert.Equal(plan.Spec.TaskCount, calm.RunToEnd().Tally(TaskState.Succeeded));
        Assert.Equal(1, calm.Seen["HostQuarantined"]);
        var places = new ConcurrentDictionary<string, int>();
        Parallel.For(0, calm.Points.Passed / LongSample, sample =>
        {
            bool isOver = false;
            bool Dies(long passed, string place) =>
                !isOver && (isOver = sample < s_aroundAvoid.Length ? place == s_aroundAvoid[sample] : passed == 1 + (sample * LongSample));
            using var storm = new Storm(plan, new CrashPoints(Dies));
            Assert.Equal(plan.Spec.TaskCount, storm.RunToEnd().Tally(TaskState.Succeeded));
            Assert.Equal(storm.Seen.GetValueOrDefault("HostQuarantined"), storm.Floor.Hosts.EverAvoided.Count);
            places[storm.Points.LatestPlace] = 1;
        });

        Assert.Empty(s_aroundAvoid.Except(places.Keys));
    }

    // What shows only after many ends takes many polls, and most moments are of one poll like another.
    private static int StrideOf(string name) => name switch { "stops" => 7, "automatic" => 3, _ => 1 };

    private static (string End, CrashPoints Points) Run(string name, StormPlan plan, CrashPoints points)
    {
        using var storm = new Storm(plan, points);
        if (name == "cancelled")
        {
            storm.Post(RequestKind.Cancel, "write", "0,3");
            storm.Post(RequestKind.Retry, "write", "3");
        }
        else if (name == "targets")
        {
            storm.Cloud.Close("west", DateTimeOffset.MaxValue);
        }

        string end = EndOf(storm.RunToEnd());
        Assert.True(name != "stops" || points.Crashes > 0 || storm.Seen.ContainsKey("AttemptsStopped"), "nothing was stopped");
        return (end, points);
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
            "stops" => Watched(StormCampaigns.Flat(40, pack: 1, attempts: 15)),
            "hosts" => StormCampaigns.Flat(240, pack: 1, attempts: 15),
            "targets" => To(StormCampaigns.Chain(pack: 2, attempts: 15), "east", "west"),
            "automatic" => Automatic(StormCampaigns.Flat(30, pack: 5, attempts: 15)),
            _ => StormCampaigns.Chain(pack: 2, attempts: 15),
        };
        var plan = new StormPlan
        {
            Seed = name.Length,
            Spec = spec,
            FoulSteps = int.MaxValue,
            CheckEvery = 32,
            Snapshots = name == "snapshots" ? new SnapshotPolicy(Least: 4, Share: 100, AtRest: 1) : new SnapshotPolicy(),
            Hosts = name == "hosts" ? 12 : 0,
            BadHosts = name == "hosts" ? 1 : 0,
            Fates = name switch
            {
                "hosts" => [],
                "stops" => [(Fate.Drag, 0.1)],
                "mute" => [(Fate.Mute, 0.3), (Fate.Vanish, 0.1)],
                _ => [(Fate.Fail, name is "failing" or "tolerant" ? 0.3 : 0.15), (Fate.Interrupt, 0.1), (Fate.Vanish, 0.1)],
            },
        };
        return plan with
        {
            Capabilities = plan.Capabilities with
            {
                SearchLag = name == "laggard" ? TimeSpan.FromSeconds(70) : TimeSpan.Zero,
                MaxEnvironmentCharacters = name == "wordy" ? 1_100 : plan.Capabilities.MaxEnvironmentCharacters,
                StartCost = TimeSpan.FromSeconds(name == "automatic" ? 10 : 0),
                MaxArrayElements = name == "hosts" ? 40 : plan.Capabilities.MaxArrayElements,
                MaxOutstandingElements = name == "hosts" ? 60 : plan.Capabilities.MaxOutstandingElements,
                Slots = name == "hosts" ? 24 : plan.Capabilities.Slots,
            },
        };
    }

    private static CampaignSpec To(CampaignSpec spec, params string[] targets) => spec with
    {
        Backend = spec.Backend with { Targets = [.. targets.Select(name => new TargetSpec(name, 1, new Dictionary<string, string>()))] },
    };

    private static CampaignSpec Watched(CampaignSpec spec) =>
        spec with { Stages = [.. spec.Stages.Select(stage => stage with { Watch = new WatchSpec { StragglerFactor = 2 } })] };

    private static CampaignSpec Automatic(CampaignSpec spec) =>
        spec with { Stages = [.. spec.Stages.Select(stage => stage with { IsPackAutomatic = true })] };
}
