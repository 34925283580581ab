namespace HtcFlow.Core.Guards.Rates;

/// <summary>How tasks of the same stage went that have succeeded: what the pace of one attempt is compared with.</summary>
public sealed record SiblingPace
{
    /// <summary>Median rate in output bytes per second.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Rate that nine of ten reached; where tasks differ much it lies far below the median.</summary>
    public double LowBytesPerSecond { get; init; }

    /// <summary>Median of a task's output bytes.</summary>
    public double BytesOfTask { get; init; }

    /// <summary>Median time between two steps at which output appeared or grew, in seconds.</summary>
    public double SecondsOfStep { get; init; }

    /// <summary>Median memory bandwidth of their hosts in bytes per second, 0 when nobody measured.</summary>
    public double BandwidthBytesPerSecond { get; init; }
}
