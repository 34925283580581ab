using System.Globalization;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Ship;

namespace HtcFlow.Runner.Flags;

/// <summary>Numbers attempts where no engine counts them: after every one of which the store knows anything.</summary>
internal static class AttemptNumber
{
    /// <summary>The first free number, 1 to 255.</summary>
    /// <exception cref="FaultException">The store cannot be listed.</exception>
    public static Task<int> FindAsync(StageOrder order, long index, IObjectStore store, Patience patience, CancellationToken cancellationToken) =>
        patience.TryAsync(
            async () =>
            {
                string files = StoreLayout.Task(order.Campaign, order.Stage.Name, index) + "a";
                string ends = StoreLayout.LedgerOf(order.Campaign, order.Stage.Name, new ArrayId(order.Array), index);
                int last = Math.Max(
                    await LastAsync(store, files, cancellationToken), await LastAsync(store, ends, cancellationToken));
                return Math.Min(last + 1, byte.MaxValue);
            },
            cancellationToken);

    private static async Task<int> LastAsync(IObjectStore store, string prefix, CancellationToken cancellationToken)
    {
        int last = 0;
        await foreach (string key in store.ListKeysAsync(prefix, cancellationToken))
        {
            int end = prefix.Length;
            while (end < key.Length && char.IsAsciiDigit(key[end]))
            {
                end++;
            }

            if (int.TryParse(key.AsSpan(prefix.Length, end - prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int attempt))
            {
                last = Math.Max(last, attempt);
            }
        }

        return last;
    }
}
