namespace HtcFlow.Core.Money.Instances;

/// <summary>A machine of a cloud, by what looks at the account saw of it.</summary>
/// <param name="Id">Its id, for example <c>i-0123456789abcdef0</c>.</param>
/// <param name="Type">For example <c>c5.4xlarge</c>.</param>
/// <param name="Zone">For example <c>eu-west-1b</c>.</param>
/// <param name="IsSpot">Whether it costs the spot price.</param>
/// <param name="Launched">When it was asked for; it costs from when it runs.</param>
public sealed record RentedInstance(string Id, string Type, string Zone, bool IsSpot, DateTimeOffset Launched)
{
    /// <summary>Last look at which it did not run yet; null when none saw it so.</summary>
    public DateTimeOffset? PendingAt { get; init; }

    /// <summary>First look at which it ran; null when none saw it so.</summary>
    public DateTimeOffset? RunningAt { get; init; }

    /// <summary>Last look at which it ran or was about to.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>First look at which it was gone; null while none saw it so.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    /// <summary>When it was told to end, by the cloud's clock; null where the cloud did not say.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether the cloud took it away.</summary>
    public bool IsReclaimed { get; init; }
}
