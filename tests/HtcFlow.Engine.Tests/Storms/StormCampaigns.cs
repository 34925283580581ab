using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>Campaigns for storms: small enough for thousands of runs, with every kind of dependency.</summary>
internal static class StormCampaigns
{
    private static readonly Outcome[] s_all = [Outcome.Failed, Outcome.Slow, Outcome.Preempted, Outcome.Lost];

    /// <summary>A campaign of one to four stages.</summary>
    public static CampaignSpec Of(Random dice)
    {
        int densities = dice.Next(1, 4);
        int seeds = dice.Next(1, 7);
        var stages = new List<StageSpec>();
        int count = dice.Next(1, 5);
        for (int s = 0; s < count; s++)
        {
            Sweep sweep = dice.Next(5) switch
            {
                0 => Sweep.Single,
                1 => SweepOf(("density", densities)),
                _ => SweepOf(("density", densities), ("seed", seeds)),
            };
            stages.Add(new StageSpec
            {
                Name = $"{(char)('a' + s)}stage",
                Sweep = sweep,
                Command = ["true"],
                After = [.. stages.Where(_ => dice.Next(3) > 0).Select(before => EdgeTo(before, sweep, dice))],
                Pack = dice.Next(1, 5),
                Tolerate = dice.Next(3) == 0 ? dice.Next(1, 4) : 0,
                Retry = new RetrySpec
                {
                    Attempts = dice.Next(3) == 0 ? 15 : dice.Next(1, 6),
                    Interruptions = dice.Next(3) == 0 ? dice.Next(0, 4) : 40,
                    Delay = TimeSpan.FromSeconds(dice.Next(2) * dice.Next(20)),
                    On = dice.Next(6) == 0 ? [.. s_all.Where(_ => dice.Next(2) == 0)] : s_all,
                },
            });
        }

        return Of(stages);
    }

    /// <summary>A campaign in which every kind of dependency stands: single tasks, groups, a whole stage.</summary>
    public static CampaignSpec Chain(int pack = 2, int attempts = 4, long tolerate = 0)
    {
        Sweep both = SweepOf(("density", 2), ("seed", 2));
        StageSpec write = Stage("write", both, pack, attempts, tolerate);
        StageSpec check = Stage("check", both, 1, attempts, tolerate, new EdgeSpec("write", EdgeKind.Each, []));
        StageSpec read = Stage("read", SweepOf(("density", 2)), 1, attempts, 0, new EdgeSpec("check", EdgeKind.Axes, ["density"]));
        StageSpec figure = Stage("figure", Sweep.Single, 1, attempts, 0, new EdgeSpec("read", EdgeKind.All, []));
        return Of([write, check, read, figure]);
    }

    /// <summary>A campaign of many tasks at once, which one more waits for.</summary>
    public static CampaignSpec Wide(Random dice, int tasks)
    {
        StageSpec wide = Stage("wide", SweepOf(("i", tasks)), dice.Next(1, 6), dice.Next(3, 15), dice.Next(tasks));
        return Of([wide, Stage("figure", Sweep.Single, 1, 5, 0, new EdgeSpec("wide", EdgeKind.All, []))]);
    }

    /// <summary>One stage without dependencies.</summary>
    public static CampaignSpec Flat(int tasks, int pack, int attempts) => Of([Stage("only", SweepOf(("i", tasks)), pack, attempts, 0)]);

    private static CampaignSpec Of(IReadOnlyList<StageSpec> stages) => new()
    {
        Name = "storm",
        Store = "/store",
        Backend = new BackendSpec("local", new Dictionary<string, string>()),
        Stages = stages,
    };

    private static StageSpec Stage(string name, Sweep sweep, int pack, int attempts, long tolerate, params EdgeSpec[] after) => new()
    {
        Name = name,
        Sweep = sweep,
        Command = ["true"],
        After = after,
        Pack = pack,
        Tolerate = tolerate,
        Retry = new RetrySpec { Attempts = attempts, Delay = TimeSpan.FromSeconds(2) },
    };

    private static EdgeSpec EdgeTo(StageSpec before, Sweep sweep, Random dice)
    {
        bool isSame = before.Sweep.Count == sweep.Count;
        bool hasAxis = before.Sweep.Dimensions.Count > 0 && sweep.Dimensions.Count > 0;
        return dice.Next(3) switch
        {
            0 when isSame => new EdgeSpec(before.Name, EdgeKind.Each, []),
            1 when hasAxis => new EdgeSpec(before.Name, EdgeKind.Axes, ["density"]),
            _ => new EdgeSpec(before.Name, EdgeKind.All, []),
        };
    }

    private static Sweep SweepOf(params (string Name, int Count)[] axes) =>
        new([.. axes.Select(a => new Dimension([new Axis(a.Name, new AxisValues.Integers(1, 1, a.Count))]))]);
}
