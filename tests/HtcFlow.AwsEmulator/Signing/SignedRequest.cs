namespace HtcFlow.AwsEmulator.Signing;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Path as it was sent, escapes included.</param>
/// <param name="Query">Query as it was sent, without the question mark.</param>
/// <param name="Headers">Headers by lower-case name; several of a name joined by commas.</param>
/// <param name="Body">Body.</param>
internal sealed record SignedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>A header, or an empty text.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name) ?? "";
}
