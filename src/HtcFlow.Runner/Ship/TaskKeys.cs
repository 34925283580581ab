using System.Globalization;
using System.Text;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Restore;

namespace HtcFlow.Runner.Ship;

/// <summary>The keys of one attempt of one task.</summary>
internal sealed class TaskKeys
{
    /// <summary>Files that LZ4 cannot make smaller; of <c>.lz4</c> itself the frame is kept apart by compressing once more.</summary>
    private static readonly string[] s_packed = [".gz", ".xz", ".zst", ".bz2", ".zip", ".png", ".jpg", ".jpeg", ".mp4"];

    private const string BucketScheme = "s3://";

    /// <summary>S3's limit for a key.</summary>
    private const int MaxKeyBytes = 1024;

    /// <summary>Linux's limit for a file name.</summary>
    private const int MaxPartBytes = 255;

    private readonly StageOrder _order;
    private readonly long _index;
    private readonly int _attempt;

    public TaskKeys(StageOrder order, long index, int attempt)
    {
        _order = order;
        _index = index;
        _attempt = attempt;
    }

    /// <summary>Attempt, from 1.</summary>
    public int Attempt => _attempt;

    /// <summary>Report of the attempt that counts.</summary>
    public string Accepted => StoreLayout.Accepted(_order.Campaign, _order.Stage.Name, _index);

    /// <summary>Prefix of the task's checkpoints.</summary>
    public string Checkpoints => StoreLayout.Checkpoints(_order.Campaign, _order.Stage.Name, _index);

    /// <summary>Key of an output; each version of a file has its own.</summary>
    public string Output(string name, int version = 1) => version > 1
        ? StoreLayout.OutputVersion(_order.Campaign, _order.Stage.Name, _index, _attempt, version, name, !IsPacked(name))
        : StoreLayout.Output(_order.Campaign, _order.Stage.Name, _index, _attempt, name, !IsPacked(name));

    /// <summary>Says why no store can hold a key; null when it can.</summary>
    public string? ProblemOf(string key)
    {
        // S3 counts the prefix of the store into the key, a directory store names a file after each part.
        bool isBucket = _order.Store.StartsWith(BucketScheme, StringComparison.Ordinal);
        int prefix = isBucket ? PrefixBytes(_order.Store.AsSpan(BucketScheme.Length)) : 0;
        int bytes = key.Length * 3 < MaxKeyBytes - prefix ? 0 : Encoding.UTF8.GetByteCount(key) + prefix;
        if (bytes > MaxKeyBytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"its key in the store would have {bytes} bytes, of at most {MaxKeyBytes}; give it a shorter name");
        }

        return isBucket || key.Length * 3 <= MaxPartBytes || LongestPart(key) <= MaxPartBytes
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"its name in the store would have more than {MaxPartBytes} bytes; give it a shorter one");
    }

    public string CheckpointFile(int sequence, string name) =>
        StoreLayout.CheckpointFile(_order.Campaign, _order.Stage.Name, _index, sequence, _attempt, name);

    public string Manifest(int sequence) =>
        StoreLayout.CheckpointManifest(_order.Campaign, _order.Stage.Name, _index, sequence, _attempt);

    /// <summary>Key of another attempt's manifest.</summary>
    public string Manifest(GenerationId generation) =>
        StoreLayout.CheckpointManifest(_order.Campaign, _order.Stage.Name, _index, generation.Sequence, generation.Attempt);

    public string Ledger(Outcome outcome, int exit, long wallMilliseconds, string machine, string host) =>
        StoreLayout.LedgerEntry(
            _order.Campaign,
            _order.Stage.Name,
            new ArrayId(_order.Array),
            new LedgerKey(_index, _attempt, outcome, exit, wallMilliseconds, machine) { Host = host });

    /// <summary>Bytes that the keys of <c>bucket/prefix?settings</c> have before ours.</summary>
    private static int PrefixBytes(ReadOnlySpan<char> address)
    {
        int settings = address.IndexOf('?');
        address = settings < 0 ? address : address[..settings];
        int slash = address.IndexOf('/');
        return slash < 0 ? 0 : Encoding.UTF8.GetByteCount(address[(slash + 1)..].Trim('/')) + 1;
    }

    private static int LongestPart(string key)
    {
        int longest = 0;
        foreach (Range part in key.AsSpan().Split('/'))
        {
            longest = Math.Max(longest, Encoding.UTF8.GetByteCount(key.AsSpan(part)));
        }

        return longest;
    }

    private static bool IsPacked(string name)
    {
        foreach (string suffix in s_packed)
        {
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
