using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Tests.Stories;

/// <summary>Makes campaigns of one to four stages whose edges, sweeps, packs and policies are thrown with dice.</summary>
internal static class RandomCampaign
{
    // Stages of one campaign draw from one pool of axes, so that edges by axes are possible.
    private static readonly (string Name, int Most)[] s_axes = [("x", 4), ("y", 3), ("z", 3)];

    public static CampaignSpec Of(Random dice)
    {
        (string, int)[] axes = [.. s_axes.Select(a => (a.Name, dice.Next(1, a.Most + 1)))];
        var stages = new List<StageSpec>();
        int count = dice.Next(1, 5);
        for (int s = 0; s < count; s++)
        {
            stages.Add(Stage(dice, "s" + s, SweepOf(dice, axes), stages));
        }

        BackendSpec backend = Backend(dice);
        return Make.Campaign([.. stages.Select(stage => stage with { Targets = PinsOf(dice, backend) })]) with { Backend = backend };
    }

    /// <summary>Limits of a small backend; half of them are asked slowly or cost something to start on.</summary>
    public static PlanLimits Limits(Random dice) => new(dice.Next(1, 8), dice.Next(1, 40), dice.Next(0, 5))
    {
        PollInterval = TimeSpan.FromSeconds(dice.Next(2) * dice.Next(20)),
        StartCost = TimeSpan.FromMilliseconds(dice.Next(2) * dice.Next(20)),
    };

    private static BackendSpec Backend(Random dice)
    {
        var none = new Dictionary<string, string>();
        double[] weights = [.. Enumerable.Range(0, dice.Next(5) - 1 is var count and > 0 ? count : 0).Select(_ => dice.Next(1, 6) / 2.0)];
        return new BackendSpec("local", none)
        {
            Targets = weights.Length == 0 ? null : [.. weights.Select((weight, t) => new TargetSpec("t" + t, weight, none))],
            Window = dice.Next(3) == 0 ? dice.Next(1, 20) : 0,
        };
    }

    private static string[]? PinsOf(Random dice, BackendSpec backend)
    {
        string[] some = [.. (backend.Targets ?? []).Select(t => t.Name).Where(_ => dice.Next(3) == 0)];
        return some.Length == 0 ? null : some;
    }

    private static Sweep SweepOf(Random dice, (string Name, int Count)[] axes)
    {
        (string Name, int Count)[] some = [.. axes.Where(_ => dice.Next(3) > 0)];
        dice.Shuffle(some);
        return Make.Sweep(some);
    }

    private static StageSpec Stage(Random dice, string name, Sweep sweep, List<StageSpec> earlier)
    {
        EdgeSpec[] after = [.. earlier.Where(_ => dice.Next(3) > 0).Select(before => Edge(dice, before, sweep))];
        return Make.Stage(name, sweep, after) with
        {
            Pack = dice.Next(1, 4),
            IsPackAutomatic = dice.Next(4) == 0,
            Priority = dice.Next(2) == 0 ? 0 : dice.Next(-2, 3),
            Resources = new ResourceSpec { Vcpus = dice.Next(3) == 0 ? dice.Next(2, 5) : 1 },
            Watch = new WatchSpec { StragglerFactor = dice.Next(2) * 3 },
            Tolerate = dice.Next(3) == 0 ? dice.Next(4) : 0,
            Retry = new RetrySpec
            {
                Attempts = dice.Next(1, 4),
                Interruptions = dice.Next(0, 4),
                Delay = TimeSpan.FromSeconds(dice.Next(3)),
                ExitCodes = dice.Next(4) == 0 ? [75] : [],
            },
        };
    }

    private static EdgeSpec Edge(Random dice, StageSpec before, Sweep sweep)
    {
        string[] shared = [.. before.Sweep.Axes.Select(a => a.Axis.Name).Where(a => sweep.DimensionOf(a) >= 0 && dice.Next(3) > 0)];
        dice.Shuffle(shared);
        return dice.Next(3) switch
        {
            0 => Make.All(before.Name),
            1 when before.Sweep.Count == sweep.Count => Make.Each(before.Name),
            _ when shared.Length > 0 => Make.Axes(before.Name, shared),
            _ => Make.All(before.Name),
        };
    }
}
