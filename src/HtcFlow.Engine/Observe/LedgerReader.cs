using System.Globalization;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Observe;

/// <summary>Reads outcomes from the names of ledger keys; never opens an object.</summary>
public static class LedgerReader
{
    /// <summary>Lists the ledger of one array.</summary>
    /// <param name="store">The campaign's store.</param>
    /// <param name="prefix">See <see cref="StoreLayout.Ledger"/>.</param>
    /// <param name="told">Tasks whose success was told before: nothing that is listed of them is news.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public static async Task<LedgerPage> ListAsync(
        IObjectStore store, string prefix, TaskSet told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(told);
        var keys = new List<LedgerKey>();
        long listed = 0;
        await foreach (string item in store.ListKeysAsync(prefix, cancellationToken))
        {
            listed++;
            if (Read(item.AsSpan(item.LastIndexOf('/') + 1), told) is { } key)
            {
                keys.Add(key);
            }
        }

        return new LedgerPage(keys, listed);
    }

    // Looks at the index first: of ten thousand keys a poll usually brings a few that are new.
    private static LedgerKey? Read(ReadOnlySpan<char> name, TaskSet told)
    {
        int dot = name.IndexOf('.');
        bool isTold = dot > 0
            && long.TryParse(name[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out long index) && told.Contains(index);
        return isTold ? null : LedgerKey.Parse(name);
    }
}
