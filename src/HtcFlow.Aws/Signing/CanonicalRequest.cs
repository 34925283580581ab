using System.Security.Cryptography;
using System.Text;

namespace HtcFlow.Aws.Signing;

/// <summary>The one way to write a request down that both sides of a signature agree on.</summary>
/// <param name="Text">The request.</param>
/// <param name="SignedHeaders">Names of its headers.</param>
internal sealed record CanonicalRequest(string Text, string SignedHeaders)
{
    /// <summary>Writes a request down.</summary>
    public static CanonicalRequest Of(UnsignedRequest request)
    {
        var headers = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach ((string name, string value) in request.Headers)
        {
            string lower = name.ToLowerInvariant();
            if (!headers.TryGetValue(lower, out List<string>? values))
            {
                headers[lower] = values = [];
            }

            values.Add(Squeeze(value));
        }

        string signed = string.Join(';', headers.Keys);
        var text = new StringBuilder(request.Method).Append('\n')
            .Append(Encode(Normalize(request.Path), keepSlashes: true)).Append('\n')
            .Append(Query(request.Query)).Append('\n');
        foreach ((string name, List<string> values) in headers)
        {
            text.Append(name).Append(':').AppendJoin(',', values).Append('\n');
        }

        text.Append('\n').Append(signed).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(request.Body.Span)));
        return new CanonicalRequest(text.ToString(), signed);
    }

    /// <summary>Percent-encodes all but letters, digits and <c>-._~</c>.</summary>
    public static string Encode(string text, bool keepSlashes = false)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' || (keepSlashes && c == '/'))
            {
                encoded.Append(c);
            }
            else
            {
                encoded.Append('%').Append(Convert.ToHexString([b]));
            }
        }

        return encoded.ToString();
    }

    private static string Query(IReadOnlyList<KeyValuePair<string, string>> query) => string.Join('&', query
        .Select(static pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
        .OrderBy(static pair => pair.Name, StringComparer.Ordinal).ThenBy(static pair => pair.Value, StringComparer.Ordinal)
        .Select(static pair => pair.Name + "=" + pair.Value));

    // Steps up and empty steps are taken out, as every service but S3 does.
    private static string Normalize(string path)
    {
        var kept = new List<string>();
        foreach (string step in path.Split('/'))
        {
            if (step == "..")
            {
                kept.RemoveRange(Math.Max(kept.Count - 1, 0), Math.Min(kept.Count, 1));
            }
            else if (step is not ("" or "."))
            {
                kept.Add(step);
            }
        }

        return kept.Count == 0 ? "/" : "/" + string.Join('/', kept) + (path.EndsWith('/') ? "/" : "");
    }

    private static string Squeeze(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
