using System.Globalization;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Runner.Check;

/// <summary>Does everything with one small object that the runner does with many.</summary>
internal static class StoreCheck
{
    /// <summary>Tries a store; what has been put is removed again.</summary>
    public static async Task<Finding> TryAsync(string address, TimeProvider time, CancellationToken cancellationToken)
    {
        string step = "open";
        string key = "htcflow-check/" + Guid.NewGuid().ToString("N");
        try
        {
            long start = time.GetTimestamp();
            await using IObjectStore store = ObjectStores.Open(address);
            step = "put";
            await store.PutAsync(key, new MemoryStream("probe"u8.ToArray()), PutCondition.Always, cancellationToken);
            TimeSpan put = time.GetElapsedTime(start);
            step = "put conditionally";
            bool isTwice = await store.PutAsync(key, new MemoryStream("other"u8.ToArray()), PutCondition.IfAbsent, cancellationToken);
            step = "read";
            start = time.GetTimestamp();
            string? content = await ReadAsync(store, key, cancellationToken);
            TimeSpan read = time.GetElapsedTime(start);
            step = "list";
            bool isListed = false;
            await foreach (string found in store.ListKeysAsync(key, cancellationToken))
            {
                isListed |= found == key;
            }

            step = "delete";
            await store.DeleteAsync([key], cancellationToken);
            bool isGone = await ReadAsync(store, key, cancellationToken) is null;
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"{address}: put {put.TotalMilliseconds:0} ms, read {read.TotalMilliseconds:0} ms, list, conditional put and delete work");
            return content != "probe" ? new Finding(Mark.Bad, "store", $"{address} gave back other bytes than were put", "do not use it")
                : isTwice ? new Finding(Mark.Warn, "store", $"{address} ignores If-None-Match", "two attempts that end at once may both count; let one engine judge")
                : !isListed || !isGone ? new Finding(Mark.Warn, "store", $"{address} shows changes late", "expect an engine to see ends later")
                : new Finding(Mark.Ok, "store", text);
        }
        catch (FaultException e)
        {
            return new Finding(Mark.Bad, "store", $"cannot {step}: {e.Message}", "check the address, the credentials and what they may do");
        }
    }

    private static async Task<string?> ReadAsync(IObjectStore store, string key, CancellationToken cancellationToken)
    {
        await using Stream? content = await store.OpenAsync(key, cancellationToken);
        if (content is null)
        {
            return null;
        }

        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
