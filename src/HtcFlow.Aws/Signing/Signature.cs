namespace HtcFlow.Aws.Signing;

/// <summary>The headers that make a request a signed one.</summary>
/// <param name="Date">Value of <c>X-Amz-Date</c>.</param>
/// <param name="Token">Value of <c>X-Amz-Security-Token</c>; null for none.</param>
/// <param name="Authorization">Value of <c>Authorization</c>.</param>
internal sealed record Signature(string Date, string? Token, string Authorization)
{
    public override string ToString() => "signature";
}
