namespace HtcFlow.Core.Money.Instances;

/// <summary>What a cloud says of the end of an instance.</summary>
/// <param name="Id">The instance.</param>
public sealed record InstanceEnd(string Id)
{
    /// <summary>When it was told to end, by the cloud's clock; null where the cloud does not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the cloud took it away, rather than a user or a service of the account.</summary>
    public bool IsReclaimed { get; init; }
}
