using System.Security.Cryptography;
using System.Text;

namespace HtcFlow.AwsEmulator.Signing;

/// <summary>Signature version 4, step by step; pure.</summary>
internal static class CanonicalText
{
    private const string Unreserved = "-._~";

    /// <summary>The canonical request.</summary>
    public static string Request(SignedRequest request, IReadOnlyList<string> signedHeaders)
    {
        var text = new StringBuilder();
        text.Append(request.Method).Append('\n').Append(Path(request.Path)).Append('\n').Append(Query(request.Query)).Append('\n');
        foreach (string name in signedHeaders)
        {
            text.Append(name).Append(':').Append(Squeeze(request.Header(name))).Append('\n');
        }

        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(Hash(request.Body)).ToString();
    }

    /// <summary>The string to sign.</summary>
    public static string ToSign(string time, string scope, string canonical) =>
        $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";

    /// <summary>The signature.</summary>
    public static string Sign(string secret, Credential credential, string toSign)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in (string[])[credential.Date, credential.Region, credential.Service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    /// <summary>SHA-256 in hexadecimal digits.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    // Each segment is escaped once more than it was sent: only S3 signs paths as they are.
    private static string Path(string path) => path.Length == 0 ? "/" : string.Join('/', path.Split('/').Select(Escape));

    private static string Query(string query) => string.Join('&', query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(static pair => pair.Split('=', 2))
        .Select(static pair => (Name: Escape(Uri.UnescapeDataString(pair[0])), Value: pair.Length > 1 ? Escape(Uri.UnescapeDataString(pair[1])) : ""))
        .OrderBy(static pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Value, StringComparer.Ordinal)
        .Select(static pair => $"{pair.Name}={pair.Value}"));

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)one) || Unreserved.Contains((char)one, StringComparison.Ordinal))
            {
                escaped.Append((char)one);
            }
            else
            {
                escaped.Append('%').Append(one.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    private static string Squeeze(string value)
    {
        string trimmed = value.Trim();
        while (trimmed.Contains("  ", StringComparison.Ordinal))
        {
            trimmed = trimmed.Replace("  ", " ", StringComparison.Ordinal);
        }

        return trimmed;
    }
}
