using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Order;

/// <summary>What this process has to run.</summary>
/// <param name="Order">The array's order.</param>
/// <param name="Tasks">The tasks of this element, run one after the other in ascending order; at least one.</param>
/// <param name="Attempt">Attempt number of each, the scheduler's own reruns included.</param>
internal sealed record Assignment(StageOrder Order, IndexSet Tasks, int Attempt)
{
    /// <summary>Picks an element's tasks out of an order.</summary>
    /// <exception cref="OrderProblem">The order is inconsistent, or the element lies behind its end.</exception>
    public static Assignment Of(StageOrder order, long element, int reruns)
    {
        if (order.Pack < 1 || order.Attempt < 1 || order.Stage.Command.Count == 0)
        {
            throw new OrderProblem("the order lacks a command, or its pack or attempt is below 1; submit the campaign again.");
        }

        IndexSet indices = IndicesOf(order.Indices);
        IndexSet tasks = element <= indices.Count / order.Pack ? indices.Slice(element * order.Pack, order.Pack) : IndexSet.Empty;
        return tasks.Count > 0
            ? new Assignment(order, tasks, Math.Min(order.Attempt + reruns, 255)) // a ledger key holds attempts up to 255
            : throw new OrderProblem(
                $"element {element} lies behind the end of the order ({indices.Count} tasks, {order.Pack} an element); "
                + $"check {RunnerEnvironment.Element} or the size of the array job.");
    }

    private static IndexSet IndicesOf(string text)
    {
        try
        {
            return IndexSet.Parse(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new OrderProblem($"the order's task indices cannot be read ({e.Message}); submit the campaign again.");
        }
    }
}
