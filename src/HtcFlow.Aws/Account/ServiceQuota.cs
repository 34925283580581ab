namespace HtcFlow.Aws.Account;

/// <summary>A quota of an account in a region.</summary>
/// <param name="Name">In the service's words.</param>
/// <param name="Value">The limit.</param>
/// <param name="Unit">In the service's words; <c>None</c> for a number.</param>
/// <param name="IsAdjustable">Whether more can be asked for.</param>
/// <param name="IsDefault">Whether the account has no value of its own.</param>
public sealed record ServiceQuota(string Name, double Value, string Unit, bool IsAdjustable, bool IsDefault);
