using System.Globalization;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Observe;

/// <summary>Reads outcomes from the names of ledger keys; never opens an object.</summary>
internal static class LedgerReader
{
    /// <summary>Lists the ledger of one array.</summary>
    /// <param name="store">The campaign's store.</param>
    /// <param name="prefix">See <see cref="StoreLayout.Ledger"/>.</param>
    /// <param name="memory">What was told before: nothing that is listed of it is news.</param>
    /// <param name="attempt">Attempt of the array's tasks.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public static async Task<LedgerPage> ListAsync(
        IObjectStore store, string prefix, LedgerMemory memory, int attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        string own = string.Create(CultureInfo.InvariantCulture, $"a{attempt}.");
        var keys = new List<LedgerKey>();
        long listed = 0;
        await foreach (string item in store.ListKeysAsync(prefix, cancellationToken))
        {
            listed++;
            if (Read(item.AsSpan(item.LastIndexOf('/') + 1), memory, own) is { } key)
            {
                keys.Add(key);
            }
        }

        return new LedgerPage(keys, listed);
    }

    // A success is news whatever its attempt is: a job that ran twice may leave both ends under one number.
    private static bool IsBadEnd(ReadOnlySpan<char> name, string own) =>
        name.StartsWith(own, StringComparison.Ordinal) && !name[own.Length..].StartsWith(LedgerKey.NameOf(Outcome.Succeeded), StringComparison.Ordinal);

    // Looks at the index first: of ten thousand keys a poll usually brings a few that are new.
    private static LedgerKey? Read(ReadOnlySpan<char> name, LedgerMemory memory, string own)
    {
        int dot = name.IndexOf('.');
        bool isTold = dot > 0
            && long.TryParse(name[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            && (memory.Told.Contains(index) || (memory.ToldEnds.Contains(index) && IsBadEnd(name[(dot + 1)..], own)));
        return isTold ? null : LedgerKey.Parse(name);
    }
}
