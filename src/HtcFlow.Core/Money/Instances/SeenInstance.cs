namespace HtcFlow.Core.Money.Instances;

/// <summary>An instance as one look sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Type.</param>
/// <param name="Zone">Zone.</param>
/// <param name="IsSpot">Whether it costs the spot price.</param>
/// <param name="Launched">When it was asked for.</param>
/// <param name="State">Whether it is about to run, runs, or is gone.</param>
public sealed record SeenInstance(string Id, string Type, string Zone, bool IsSpot, DateTimeOffset Launched, SeenState State)
{
    /// <summary>How it ended; null while it has not.</summary>
    public InstanceEnd? End { get; init; }
}
