using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Engine.Tests;

/// <summary>Small campaigns for tests of the engine.</summary>
internal static class Campaigns
{
    /// <summary>Two seeds each of three densities are written, one reader per density, one figure.</summary>
    public static CampaignSpec WriteReadFigure(int seeds = 2, int pack = 1, int attempts = 3) => new()
    {
        Name = "demo",
        Store = "/store",
        Backend = new BackendSpec("local", new Dictionary<string, string>()),
        Stages =
        [
            Stage("write", Sweep(("density", 3), ("seed", seeds)), pack, attempts),
            Stage("read", Sweep(("density", 3)), 1, attempts, new EdgeSpec("write", EdgeKind.Axes, ["density"])),
            Stage("figure", HtcFlow.Core.Sweeps.Sweep.Single, 1, attempts, new EdgeSpec("read", EdgeKind.All, [])),
        ],
    };

    /// <summary>One stage without dependencies.</summary>
    public static CampaignSpec Flat(long tasks, int pack = 1, int attempts = 3) => new()
    {
        Name = "flat",
        Store = "/store",
        Backend = new BackendSpec("local", new Dictionary<string, string>()),
        Stages = [Stage("only", new Sweep([new Dimension([new Axis("i", new AxisValues.Integers(0, 1, tasks))])]), pack, attempts)],
    };

    private static StageSpec Stage(string name, Sweep sweep, int pack, int attempts, params EdgeSpec[] after) => new()
    {
        Name = name,
        Sweep = sweep,
        Command = ["true"],
        After = after,
        Pack = pack,
        Retry = new RetrySpec { Attempts = attempts, Delay = TimeSpan.Zero },
    };

    private static Sweep Sweep(params (string Name, int Count)[] axes) =>
        new([.. axes.Select(a => new Dimension([new Axis(a.Name, new AxisValues.Integers(1, 1, a.Count))]))]);
}
