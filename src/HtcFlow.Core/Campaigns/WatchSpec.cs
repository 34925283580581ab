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

    /// <summary>Lowest share of the usual memory bandwidth of the host or of its siblings' hosts, 0 .. 1; 0 for no limit.</summary>
    public double BandwidthShare { get; init; }

    /// <summary>Lowest share of the siblings' median rate of output, 0 .. 1; 0 for no limit.</summary>
    public double Pace { get; init; }

    /// <summary>Share of the container's memory limit at which an attempt is ended before the kernel kills it, 0 .. 1; 0 for never.</summary>
    public double Memory { get; init; }
}
