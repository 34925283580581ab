using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Snapshots;
using HtcFlow.Engine.Tests.Storms.World;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>Adds to a plan what a campaign may have and what a world may do beyond the plain ones, each thing to every second or third plan.</summary>
internal static class FoulWeather
{
    private static readonly string[] s_targets = ["east", "west", "north"];

    // A wide campaign costs as much as ten small ones.
    private const int OneInWide = 12;

    public static StormPlan On(StormPlan plan)
    {
        var dice = new Random(plan.Seed ^ 0xf001);
        bool isWide = dice.Next(OneInWide) == 0;
        plan = isWide ? Widen(plan, dice) : plan;
        bool hasSnapshots = dice.Next(2) == 0;
        BackendSpec backend = plan.Spec.Backend with { Targets = TargetsOf(dice), Window = dice.Next(3) == 0 ? dice.Next(1, 25) : 0 };

        // Dice of their own, and none of the seeds that failed before stages could be pinned: those stay the storms that they were.
        Random? pins = plan.Seed % 4 == 1 ? new Random(plan.Seed ^ 0x9145) : null;
        return plan with
        {
            HasPrices = pins is not null,
            Spec = plan.Spec with
            {
                Backend = backend,
                Stages = [.. plan.Spec.Stages.Select(stage => Change(stage, dice) with { Targets = PinsOf(backend, pins) })],
            },
            Capabilities = plan.Capabilities with { StartCost = TimeSpan.FromSeconds(dice.Next(2) * dice.Next(1, 60)) },
            Fates = [.. plan.Fates, .. FatesOf(dice)],
            Snapshots = hasSnapshots ? new SnapshotPolicy(dice.Next(1, 60), dice.Next(1, 100), dice.Next(1, 20)) : plan.Snapshots,
            SnapshotDamage = hasSnapshots ? dice.NextDouble() * 0.6 : 0,
            TailLoss = dice.Next(3) == 0 ? dice.NextDouble() * 0.3 : 0,
            Refusals = dice.Next(3) == 0 ? dice.NextDouble() * 0.1 : 0,
            ForgetsEnded = dice.Next(3) == 0,
            KeyDelay = TimeSpan.FromSeconds(dice.Next(3) == 0 ? dice.Next(1, 40) : 0),
        };
    }

    // Enough tasks for what is learnt from many: stragglers, surges, bad hosts, packs.
    private static StormPlan Widen(StormPlan plan, Random dice)
    {
        int tasks = dice.Next(60, 300);
        bool hasHosts = dice.Next(2) == 0;
        bool hasSurge = dice.Next(2) == 0;
        return plan with
        {
            Spec = StormCampaigns.Wide(dice, tasks),
            Capabilities = plan.Capabilities with
            {
                MaxArrayElements = dice.Next(4, 60),
                MaxOutstandingElements = dice.Next(20, 120),
                Slots = dice.Next(10, 40),
            },
            Hosts = hasHosts ? dice.Next(2, 30) : 0,
            BadHosts = hasHosts ? dice.Next(3) : 0,
            SurgeAfter = dice.Next(tasks),
            SurgeRuns = hasSurge ? dice.Next(10, 100) : 0,
        };
    }

    private static IReadOnlyList<TargetSpec>? TargetsOf(Random dice)
    {
        int count = dice.Next(4);
        return count == 0 ? null : [.. s_targets.Take(count).Select(name => new TargetSpec(name, dice.Next(1, 4), new Dictionary<string, string>()))];
    }

    private static string[]? PinsOf(BackendSpec backend, Random? dice)
    {
        string[] some = [.. (backend.Targets ?? []).Select(t => t.Name).Where(_ => dice?.Next(3) == 0)];
        return some.Length == 0 ? null : some;
    }

    private static StageSpec Change(StageSpec stage, Random dice) => stage with
    {
        Priority = dice.Next(-1, 2),
        IsPackAutomatic = dice.Next(3) == 0,
        Watch = new WatchSpec { StragglerFactor = dice.Next(2) * (1.5 + (dice.NextDouble() * 3)) },
    };

    private static IEnumerable<(Fate Fate, double Share)> FatesOf(Random dice) =>
    [
        (Fate.Slow, dice.Next(3) == 0 ? dice.NextDouble() * 0.1 : 0),
        (Fate.Drag, dice.Next(2) == 0 ? dice.NextDouble() * 0.1 : 0),
        (Fate.Mute, dice.Next(3) == 0 ? dice.NextDouble() * 0.1 : 0),
    ];
}
