namespace HtcFlow.Objects.Stores;

/// <summary>Compares keys by their UTF-8 bytes, the order in which S3 lists.</summary>
/// <remarks>Ordinal comparison of .NET strings differs: it puts astral characters (surrogates) before U+E000 .. U+FFFF.</remarks>
internal sealed class KeyOrder : IComparer<string>
{
    public static KeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        int same = x.AsSpan().CommonPrefixLength(y);
        return same == x.Length || same == y.Length ? x.Length.CompareTo(y.Length) : Rank(x[same]) - Rank(y[same]);
    }

    /// <summary>Moves surrogates behind everything else, because the code points that they spell are larger.</summary>
    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
