using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HtcFlow.Objects.S3;

/// <summary>Marks of conditional writes, by which a writer recognises its own object after a reply was lost.</summary>
/// <remarks>
/// Each conditional write carries a random mark as metadata. A write whose outcome stayed unknown is remembered with its content, so
/// that the caller who tries the same again later still learns that it won.
/// </remarks>
internal sealed class S3Claims
{
    /// <summary>Header <c>x-amz-meta-htcflow-write</c>.</summary>
    public const string MarkName = "htcflow-write";

    /// <summary>Writes in doubt that are remembered; more means that the store has been down for long, and all are given up.</summary>
    private const int MaxDoubts = 1000;

    private readonly ConcurrentDictionary<string, (string Mark, string Content)> _doubts = new(StringComparer.Ordinal);

    /// <summary>The mark of a write; the earlier one, and true, when the same was tried before and nobody knows how it ended.</summary>
    public (string Mark, bool InDoubt) Begin(string key, ReadOnlySpan<byte> content)
    {
        return !_doubts.IsEmpty && _doubts.TryGetValue(key, out (string Mark, string Content) earlier) && earlier.Content == HashOf(content)
            ? (earlier.Mark, true)
            : (NewMark(), false);
    }

    /// <summary>A mark that nobody else has.</summary>
    public static string NewMark() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The write ended without a known outcome.</summary>
    public void Doubt(string key, string mark, ReadOnlySpan<byte> content)
    {
        if (_doubts.Count < MaxDoubts)
        {
            _doubts[key] = (mark, HashOf(content));
        }
    }

    /// <summary>The outcome of a write is known.</summary>
    public void Settle(string key)
    {
        if (!_doubts.IsEmpty)
        {
            _doubts.TryRemove(key, out _);
        }
    }

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexString(SHA256.HashData(content));
}
