using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Stage;

namespace HtcFlow.Runner.Tests.Stage;

public sealed class UpstreamTasksTests
{
    private static readonly Dimension s_density = new([new Axis("density", new AxisValues.Integers(1, 1, 2))]);
    private static readonly Dimension s_seed = new([new Axis("seed", new AxisValues.Integers(1, 1, 3))]);

    [Theory]
    [InlineData(EdgeKind.All, 1, "0-5")]
    [InlineData(EdgeKind.Each, 1, "1")]
    [InlineData(EdgeKind.Axes, 0, "0-2")]
    [InlineData(EdgeKind.Axes, 1, "3-5")]
    public void Of_Edge_GivesTheTasksItNames(EdgeKind kind, long index, string expected)
    {
        StageOrder order = Orders.For("/store", ["true"]);
        order = order with
        {
            Stage = order.Stage with
            {
                Sweep = new Sweep([s_density]),
                After = [new EdgeSpec("write", kind, kind == EdgeKind.Axes ? ["density"] : [])],
            },
        };

        IEnumerable<long> tasks = UpstreamTasks.Of(order, "write", new Sweep([s_density, s_seed]), index);

        Assert.Equal(expected, IndexSet.Of(tasks).ToString());
    }
}
