using System.Globalization;
using System.Text;

namespace HtcFlow.Testing.S3;

/// <summary>A whole reply that the proxy gives in the server's place.</summary>
/// <param name="Status">Status line without the version, for example <c>503 Slow Down</c>.</param>
/// <param name="Body">Text of the body.</param>
/// <param name="Headers">Further header lines.</param>
public sealed record ProxyReply(string Status, string Body, params string[] Headers)
{
    /// <summary>An error of S3 with a code.</summary>
    public static ProxyReply Error(string status, string code, params string[] headers) => new(
        status, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>the proxy says so</Message><RequestId>proxy</RequestId></Error>", headers);

    internal byte[] Bytes(bool withBody)
    {
        var text = new StringBuilder("HTTP/1.1 ").Append(Status).Append("\r\nContent-Type: application/xml\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n");
        foreach (string header in Headers)
        {
            text.Append(header).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(withBody ? Body : "").ToString());
    }
}
