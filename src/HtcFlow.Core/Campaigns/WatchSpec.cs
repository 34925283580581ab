namespace HtcFlow.Core.Campaigns;

/// <summary>When an attempt is ended because it is too slow, by the runner or by the engine.</summary>
public sealed record WatchSpec
{
    /// <summary>Longest time without a new or grown output or checkpoint; zero for no limit.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>Lowest memory bandwidth of the host in bytes per second; 0 for no limit.</summary>
    public long BandwidthBytesPerSecond { get; init; }

    /// <summary>Multiple of the stage's median wall time after which the engine stops an attempt for another one elsewhere, above 1; 0 for never.</summary>
    public double StragglerFactor { get; init; }
}
