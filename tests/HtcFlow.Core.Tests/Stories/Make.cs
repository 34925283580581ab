using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Tests.Stories;

/// <summary>Makes small campaigns.</summary>
internal static class Make
{
    public static Sweep Sweep(params (string Name, int Count)[] axes) =>
        new([.. axes.Select(a => new Dimension([Axis(a.Name, a.Count)]))]);

    public static Axis Axis(string name, long count) => new(name, new AxisValues.Integers(10, 5, count));

    public static StageSpec Stage(string name, Sweep sweep, params EdgeSpec[] after) => new()
    {
        Name = name,
        Sweep = sweep,
        Command = ["true", "${task.index}"],
        After = after,
    };

    public static StageSpec Stage(string name, int count, params EdgeSpec[] after) => Stage(name, Sweep(("i", count)), after);

    public static EdgeSpec All(string stage) => new(stage, EdgeKind.All, []);

    public static EdgeSpec Each(string stage) => new(stage, EdgeKind.Each, []);

    public static EdgeSpec Axes(string stage, params string[] axes) => new(stage, EdgeKind.Axes, axes);

    public static CampaignSpec Campaign(params StageSpec[] stages) => new()
    {
        Name = "trial",
        Store = "/store",
        Backend = new BackendSpec("local", new Dictionary<string, string>()),
        Stages = stages,
    };
}
