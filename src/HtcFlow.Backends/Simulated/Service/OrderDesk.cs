using System.Text;
using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Guards;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated.Service;

/// <summary>Reads the order of an array, once, and keeps what the simulation needs of it.</summary>
internal static class OrderDesk
{
    /// <summary>Reads an order from the ask's environment, or from the store.</summary>
    /// <returns>The order, or a fault for this ask.</returns>
    internal static (JobOrder? Order, FaultException? Fault) Read(ArrayAsk ask, LedgerBook book)
    {
        if (!ask.Environment.TryGetValue(RunnerEnvironment.Order, out string? text))
        {
            // A container without a runner: its elements take their time and nobody writes keys.
            return (new JobOrder(book.StageOf(ask.Campaign, ask.Stage), IndexSet.Range(0, ask.Elements), 1, 1, null), null);
        }

        try
        {
            if (text.StartsWith('@'))
            {
                text = book.Objects.TryGetValue(text[1..], out byte[]? stored) ? Encoding.UTF8.GetString(stored) : "";
            }

            return (Of(OrderCodec.Parse(text), book), null);
        }
        catch (FormatException e)
        {
            return (null, new FaultException(FaultKind.Broken, "read the order of", ask.Name.Value, e.Message, e));
        }
    }

    private static JobOrder Of(StageOrder order, LedgerBook book)
    {
        IndexSet tasks = IndexSet.Parse(order.Indices);
        StageSpec stage = order.Stage;
        return new JobOrder(
            book.StageOf(order.Campaign, stage.Name), tasks, order.Pack, order.Attempt, book.Open(order.Campaign, stage.Name, order.Array, tasks))
        {
            Limits = [.. Enumerable.Range(0, GuardLimits.MostRises + 1).Select(rises => GuardLimits.For(stage, rises))],
            Siblings = order.Siblings,
            Raised = [.. order.Raised.Select(IndexSet.Parse)],
        };
    }
}
