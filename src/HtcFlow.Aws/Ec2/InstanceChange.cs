namespace HtcFlow.Aws.Ec2;

/// <summary>What a call did to an instance.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Before">State before, for example <c>running</c>.</param>
/// <param name="After">State after, for example <c>shutting-down</c>.</param>
public sealed record InstanceChange(string Id, string Before, string After);
