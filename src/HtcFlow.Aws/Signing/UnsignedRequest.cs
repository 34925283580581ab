namespace HtcFlow.Aws.Signing;

/// <summary>A request as a signature sees it.</summary>
/// <param name="Method">For example <c>POST</c>.</param>
/// <param name="Path">The path as it is sent, without the query.</param>
/// <param name="Query">Names and values of the query, not encoded.</param>
/// <param name="Headers">All headers that are signed beside the date and the token, the host's among them.</param>
/// <param name="Body">The whole body.</param>
internal sealed record UnsignedRequest(
    string Method,
    string Path,
    IReadOnlyList<KeyValuePair<string, string>> Query,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body);
