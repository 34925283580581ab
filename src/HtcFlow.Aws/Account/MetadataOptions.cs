namespace HtcFlow.Aws.Account;

/// <summary>How instances offer their metadata; null where a template leaves it to the account.</summary>
/// <param name="HttpTokens"><c>required</c> or <c>optional</c>.</param>
/// <param name="HopLimit">Network hops that a token survives; containers in a bridge need 2.</param>
/// <param name="HttpEndpoint"><c>enabled</c> or <c>disabled</c>.</param>
public sealed record MetadataOptions(string? HttpTokens, int? HopLimit, string? HttpEndpoint)
{
    /// <summary>Volumes of each instance together; 0 where the template leaves them to the machine image.</summary>
    public long VolumeGibibytes { get; init; }
}
