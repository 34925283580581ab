namespace HtcFlow.Aws.Ec2;

/// <summary>An instance.</summary>
public sealed record Ec2Instance
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>For example <c>c5.4xlarge</c>.</summary>
    public string InstanceType { get; init; } = "";

    /// <summary>For example <c>eu-west-1b</c>.</summary>
    public string Zone { get; init; } = "";

    /// <summary><c>pending</c>, <c>running</c>, <c>shutting-down</c>, <c>terminated</c>, <c>stopping</c> or <c>stopped</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Whether it is a spot instance.</summary>
    public bool IsSpot { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset? LaunchTime { get; init; }

    /// <summary>Why it left its last state, for example <c>Server.SpotInstanceTermination</c>; empty if it has not.</summary>
    public string StateReason { get; init; } = "";

    /// <summary>When it was told to end, to the second; null where that was not a user's or a service's doing, or has not happened.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its name within the network, which containers see as their host's.</summary>
    public string PrivateDnsName { get; init; } = "";

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
