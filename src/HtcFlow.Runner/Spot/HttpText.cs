using System.Globalization;
using System.Text;

namespace HtcFlow.Runner.Spot;

/// <summary>Reads answers of HTTP/1.1; pure.</summary>
internal static class HttpText
{
    private const string LengthHeader = "content-length";
    private const string EncodingHeader = "transfer-encoding";
    private const string ConnectionHeader = "connection";
    private const string DateHeader = "date";

    private static readonly byte[] s_blankLine = "\r\n\r\n"u8.ToArray();

    /// <summary>Reads an answer.</summary>
    /// <param name="bytes">What has come so far.</param>
    /// <param name="isOver">Whether no more will come: the end of the connection is the end of an answer that does not tell its length.</param>
    /// <returns>Null while it is not complete.</returns>
    /// <exception cref="FormatException">It is no HTTP.</exception>
    public static MetadataReply? Read(ReadOnlySpan<byte> bytes, bool isOver)
    {
        int end = bytes.IndexOf(s_blankLine);
        if (end < 0)
        {
            return null;
        }

        string head = Encoding.ASCII.GetString(bytes[..end]);
        ReadOnlySpan<byte> rest = bytes[(end + s_blankLine.Length)..];
        string[] words = head.Split((char[])[' ', '\r'], 3);
        if (words.Length < 2 || !words[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int status))
        {
            throw new FormatException("The answer is no HTTP.");
        }

        DateTimeOffset? date = DateTimeOffset.TryParseExact(
            Header(head, DateHeader), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset told)
            ? told
            : null;
        return Body(head, rest, isOver) is { } body ? new MetadataReply(status, body, date) : null;
    }

    /// <summary>Whether the service closes the connection after an answer.</summary>
    public static bool IsLast(ReadOnlySpan<byte> bytes)
    {
        string head = Encoding.ASCII.GetString(bytes[..Math.Max(0, bytes.IndexOf(s_blankLine))]);
        return head.StartsWith("HTTP/1.0", StringComparison.Ordinal)
            || Header(head, ConnectionHeader).Equals("close", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Body(string head, ReadOnlySpan<byte> rest, bool isOver)
    {
        if (Header(head, EncodingHeader).Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return Chunks(rest);
        }

        if (int.TryParse(Header(head, LengthHeader), NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            return rest.Length >= length ? Encoding.UTF8.GetString(rest[..length]) : null;
        }

        return isOver ? Encoding.UTF8.GetString(rest) : null;
    }

    private static string? Chunks(ReadOnlySpan<byte> rest)
    {
        var body = new StringBuilder();
        while (true)
        {
            int end = rest.IndexOf("\r\n"u8);
            if (end < 0)
            {
                return null;
            }

            string size = Encoding.ASCII.GetString(rest[..end]).Split(';')[0].Trim();
            if (!int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int length) || length < 0)
            {
                throw new FormatException("The answer is cut into chunks without a size.");
            }

            rest = rest[(end + 2)..];
            if (rest.Length < length + 2)
            {
                return null;
            }

            if (length == 0)
            {
                return body.ToString();
            }

            body.Append(Encoding.UTF8.GetString(rest[..length]));
            rest = rest[(length + 2)..];
        }
    }

    private static string Header(string head, string name)
    {
        foreach (ReadOnlySpan<char> line in head.AsSpan().EnumerateLines())
        {
            int colon = line.IndexOf(':');
            if (colon > 0 && line[..colon].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[(colon + 1)..].Trim().ToString();
            }
        }

        return "";
    }
}
