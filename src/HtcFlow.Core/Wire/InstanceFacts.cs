namespace HtcFlow.Core.Wire;

/// <summary>What a cloud says about one of its machines.</summary>
/// <param name="Type">Instance type, for example <c>c6i.large</c>.</param>
/// <param name="Zone">Availability zone.</param>
/// <param name="LifeCycle"><c>spot</c> or <c>on-demand</c>; empty when it is not said.</param>
public sealed record InstanceFacts(string Type, string Zone, string LifeCycle)
{
    /// <summary>Its id, for example <c>i-0123456789abcdef0</c>; null in reports of runners that did not ask for it.</summary>
    public string? Id { get; init; }
}
