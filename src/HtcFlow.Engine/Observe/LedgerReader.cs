using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Observe;

/// <summary>Reads outcomes from the names of ledger keys; never opens an object.</summary>
public static class LedgerReader
{
    /// <summary>Lists the ledger of one array.</summary>
    /// <param name="store">The campaign's store.</param>
    /// <param name="prefix">See <see cref="StoreLayout.Ledger"/>.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public static async Task<IReadOnlyList<LedgerKey>> ListAsync(
        IObjectStore store, string prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var keys = new List<LedgerKey>();
        await foreach (ObjectInfo item in store.ListAsync(prefix, "", cancellationToken))
        {
            LedgerKey? key = LedgerKey.Parse(item.Key.AsSpan(item.Key.LastIndexOf('/') + 1));
            if (key is not null)
            {
                keys.Add(key);
            }
        }

        return keys;
    }
}
