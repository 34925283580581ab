using System.Text.Json;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated;

/// <summary>Writes what a runner would have written: an acceptance for each success, then the ledger key.</summary>
internal static class SimulatedLedger
{
    /// <summary>Writes an element's keys.</summary>
    internal static async Task WriteAsync(
        IObjectStore store, StartedElement started, ElementPlay play, DateTimeOffset ended, CancellationToken cancellationToken)
    {
        if (started.Order is not { } order)
        {
            return;
        }

        foreach (LedgerKey key in play.Keys)
        {
            byte[] report = JsonSerializer.SerializeToUtf8Bytes(ReportOf(order, key, play, ended), WireJson.Default.AttemptReport);
            string ledger = StoreLayout.LedgerEntry(order.Campaign, order.Stage.Name, new ArrayId(order.Array), key);
            bool isAccepted = key.Outcome == Outcome.Succeeded;
            if (isAccepted)
            {
                string accepted = StoreLayout.Accepted(order.Campaign, order.Stage.Name, key.Index);
                await PutAsync(store, accepted, report, PutCondition.IfAbsent, cancellationToken);
            }

            await PutAsync(store, ledger, isAccepted ? [] : report, PutCondition.Always, cancellationToken);
        }
    }

    private static async Task PutAsync(
        IObjectStore store, string key, byte[] content, PutCondition condition, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content);
        await store.PutAsync(key, stream, condition, cancellationToken);
    }

    private static AttemptReport ReportOf(StageOrder order, LedgerKey key, ElementPlay play, DateTimeOffset ended) => new()
    {
        Campaign = order.Campaign,
        Stage = order.Stage.Name,
        Index = key.Index,
        Attempt = key.Attempt,
        Array = order.Array,
        Outcome = key.Outcome,
        Exit = key.Exit,
        Reason = play.Reason,
        Started = ended - TimeSpan.FromMilliseconds(key.WallMilliseconds),
        WallMilliseconds = key.WallMilliseconds,
        Host = key.Machine,
        Machine = key.Machine,
    };
}
