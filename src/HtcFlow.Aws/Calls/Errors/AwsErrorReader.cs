using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace HtcFlow.Aws.Calls.Errors;

/// <summary>Reads refusals in all the ways in which services write them.</summary>
internal static class AwsErrorReader
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <summary>Reads a refusal; a body that is none of a service's (a proxy's page) gives no code.</summary>
    public static AwsError Read(int status, HttpResponseHeaders headers, byte[] body, DateTimeOffset now)
    {
        (string code, string message) = FromJson(body) ?? FromXml(body) ?? ("", "");
        if (headers.TryGetValues("x-amzn-errortype", out IEnumerable<string>? types) && types.FirstOrDefault() is { Length: > 0 } type)
        {
            code = type;
        }

        return new AwsError(status, Bare(code), message, RetryAfter(headers, now), headers.Date);
    }

    /// <summary>Reads XML of any namespace.</summary>
    /// <exception cref="XmlException">It is none.</exception>
    public static XElement Xml(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        return XDocument.Load(reader).Root!;
    }

    private static (string Code, string Message)? FromJson(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? (Text(json.RootElement, "__type", "code", "Code"), Text(json.RootElement, "message", "Message", "errorMessage"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string Code, string Message)? FromXml(byte[] body)
    {
        try
        {
            XElement? error = Xml(body).DescendantsAndSelf().FirstOrDefault(static element => element.Name.LocalName == "Error");
            return error is null ? null : (Text(error, "Code"), Text(error, "Message"));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Text(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String)
            {
                return value.GetString()!;
            }
        }

        return "";
    }

    private static string Text(XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value.Trim() ?? "";

    // "com.amazonaws.batch#ClientException:http://internal/..." is a ClientException.
    private static string Bare(string code)
    {
        int colon = code.IndexOf(':', StringComparison.Ordinal);
        string head = colon < 0 ? code : code[..colon];
        return head[(head.LastIndexOf('#') + 1)..].Trim();
    }

    private static TimeSpan RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        TimeSpan after = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - (headers.Date ?? now),
            _ => headers.TryGetValues("x-amz-retry-after", out IEnumerable<string>? values)
                && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
                ? TimeSpan.FromMilliseconds(milliseconds)
                : TimeSpan.Zero,
        };
        return after < TimeSpan.Zero ? TimeSpan.Zero : after > s_longest ? s_longest : after;
    }
}
