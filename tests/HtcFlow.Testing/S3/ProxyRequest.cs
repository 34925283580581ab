namespace HtcFlow.Testing.S3;

/// <summary>The head of a request as the proxy sees it.</summary>
/// <param name="Method">For example <c>PUT</c>.</param>
/// <param name="Target">Path and query as sent.</param>
/// <param name="Headers">Headers by name, whatever its case.</param>
public sealed record ProxyRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Whether the request writes an object or a part of one.</summary>
    public bool IsPut => Method == "PUT";

    /// <summary>Whether the query has a word, for example <c>uploadId</c>.</summary>
    public bool Asks(string word) =>
        Target.Split('?', 2) is [_, string query] && query.Split('&').Any(part => part.Split('=')[0] == word);

    /// <summary>A header's value; empty where it is absent.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    internal long Length => long.TryParse(Header("Content-Length"), out long bytes) ? bytes : 0;

    internal bool IsChunked => Header("Transfer-Encoding").Contains("chunked", StringComparison.OrdinalIgnoreCase);

    internal bool WaitsForContinue => Header("Expect").Contains("100-continue", StringComparison.OrdinalIgnoreCase);
}
