namespace HtcFlow.Aws.Signing;

/// <summary>What a signature is good for.</summary>
/// <param name="Region">For example <c>eu-west-1</c>.</param>
/// <param name="Service">For example <c>batch</c>.</param>
internal readonly record struct SigningScope(string Region, string Service);
