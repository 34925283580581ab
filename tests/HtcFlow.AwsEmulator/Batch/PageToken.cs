using System.Globalization;
using System.Text;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>Tokens of pages: opaque to everybody else.</summary>
internal static class PageToken
{
    private const string Mark = "emulator:";

    /// <summary>The token that goes on at a position.</summary>
    public static string Write(long position) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Mark}{position}")));

    /// <summary>The position of a token.</summary>
    public static int Read(string token) => (int)ReadLong(token);

    /// <summary>The position of a token.</summary>
    public static long ReadLong(string token)
    {
        Span<byte> bytes = stackalloc byte[256];
        return token.Length < 200 && Convert.TryFromBase64String(token, bytes, out int count)
            && Encoding.ASCII.GetString(bytes[..count]) is var text && text.StartsWith(Mark, StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long position)
            ? position
            : throw BatchFault.Client("Invalid nextToken: it was not given by this operation.");
    }
}
