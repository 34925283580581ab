using System.Text;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.S3;

namespace HtcFlow.Cli.Machine;

/// <summary>Does once in a store all that a campaign does there.</summary>
internal static class StoreVisit
{
    private const string Prefix = "htcflow-doctor/";

    /// <summary>Looks at the store of an address; a directory may be relative.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="address">The address.</param>
    /// <param name="regions">Regions in which tasks run; null where that does not matter.</param>
    public static async Task<IReadOnlyList<Finding>> OfAsync(CommandContext context, string address, IReadOnlyCollection<string>? regions = null)
    {
        string absolute = address.Contains("://", StringComparison.Ordinal) ? address : Path.GetFullPath(address);
        try
        {
            await using IObjectStore store = context.Parts.OpenStore(absolute);
            bool conditional = await VisitAsync(store, $"{Prefix}{context.Parts.Dice.NextInt64():x16}", context.Stop);
            return [new Finding("store", Finding.Ok, Describe(store, absolute), ""), .. ConditionsOf(store, conditional), .. RegionOf(store, regions)];
        }
        catch (FaultException fault)
        {
            // A fault says first what happened and then what to do.
            string[] words = fault.Detail.Split("; ", 2);
            return [new Finding("store", Finding.Missing, $"{fault.Operation}: {words[0]}", words.Length == 2 ? words[1] : "see docs/stores.md")];
        }
    }

    private static async Task<bool> VisitAsync(IObjectStore store, string key, CancellationToken cancellationToken)
    {
        byte[] content = Encoding.UTF8.GetBytes(key);
        string other = key + "-conditional";
        // A plain write first: a refusal of it says more than the look that may come before a conditional one.
        await store.PutAsync(key, new MemoryStream(content), PutCondition.Always, cancellationToken);
        try
        {
            await store.PutAsync(other, new MemoryStream(content), PutCondition.IfAbsent, cancellationToken);
            bool again = await store.PutAsync(other, new MemoryStream(content), PutCondition.IfAbsent, cancellationToken);
            await using Stream? stream = await store.OpenAsync(key, cancellationToken);
            var copy = new MemoryStream();
            await (stream ?? Stream.Null).CopyToAsync(copy, cancellationToken);
            bool listed = false;
            await foreach (ObjectInfo info in store.ListAsync(key, "", cancellationToken))
            {
                listed |= info == new ObjectInfo(key, content.Length);
            }

            return !copy.ToArray().AsSpan().SequenceEqual(content)
                ? throw new FaultException(FaultKind.Broken, "read object", key, "what was written was not read back; use another store")
                : !listed
                    ? throw new FaultException(FaultKind.Broken, "list objects", key, "what was written is not listed at once; use a store whose listings are complete")
                    : !again;
        }
        finally
        {
            await store.DeleteAsync([key, other], cancellationToken);
        }
    }

    private static string Describe(IObjectStore store, string address) => store is S3Store s3
        ? $"{S3Address.Place(address, "")} can be written, read, listed and cleared (region {s3.Capabilities.Region})"
        : $"{address} can be written, read, listed and cleared";

    // Between regions each gigabyte costs, and each request takes longer; a store of another maker has no region of AWS's.
    private static IEnumerable<Finding> RegionOf(IObjectStore store, IReadOnlyCollection<string>? regions)
    {
        if (store is S3Store s3 && regions?.Count > 0)
        {
            string[] others = [.. regions.Where(region => region != s3.Capabilities.Region)];
            yield return Finding.If(
                others.Length == 0, "store's region", $"the bucket is in {s3.Capabilities.Region}, tasks run in {string.Join(", ", regions)}", Finding.Advice,
                "take a bucket in the region of the queue: transfer between regions costs by the gigabyte");
        }
    }

    private static IEnumerable<Finding> ConditionsOf(IObjectStore store, bool conditional)
    {
        if (!conditional || store is S3Store { Capabilities.Conditions: ConditionSupport.Absent })
        {
            yield return new Finding(
                "store's conditions", Finding.Advice, "the store does not keep to If-None-Match",
                "two attempts that finish a task in the same moment may both be accepted, the later one's files count; see docs/stores.md");
        }
    }
}
