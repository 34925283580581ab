using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Stage;

/// <summary>Finds the tasks of an earlier stage on which a task depends.</summary>
internal static class UpstreamTasks
{
    /// <summary>Lists their indices; every task of the earlier stage where the edge is not element by element or by axes.</summary>
    public static IEnumerable<long> Of(StageOrder order, string stage, Sweep upstream, long index)
    {
        EdgeSpec? edge = order.Stage.After.FirstOrDefault(e => e.Stage == stage);
        return edge switch
        {
            { Kind: EdgeKind.Each } => [index],
            { Kind: EdgeKind.Axes } => new GroupKey(upstream, edge.Axes).MembersOf(new GroupKey(order.Stage.Sweep, edge.Axes).GroupOf(index)),
            _ => AllOf(upstream.Count),
        };
    }

    private static IEnumerable<long> AllOf(long count)
    {
        for (long index = 0; index < count; index++)
        {
            yield return index;
        }
    }
}
