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

    /// <summary>Sums up what reports tell.</summary>
    /// <param name="paces">Paces of attempts that did their whole task.</param>
    public static SiblingPace Of(IReadOnlyList<AttemptPace> paces)
    {
        ArgumentNullException.ThrowIfNull(paces);
        AttemptPace[] moving = [.. paces.Where(p => p is { Bytes: > 0, Steps: > 0, Seconds: > 0 })];
        return new SiblingPace
        {
            BytesPerSecond = Quantile(moving.Select(p => p.Bytes / p.Seconds), 0.5),
            LowBytesPerSecond = Quantile(moving.Select(p => p.Bytes / p.Seconds), 0.1),
            BytesOfTask = Quantile(moving.Select(p => (double)p.Bytes), 0.5),
            SecondsOfStep = Quantile(moving.Select(p => p.Seconds / p.Steps), 0.5),
            BandwidthBytesPerSecond = Quantile(paces.Where(p => p.BandwidthBytesPerSecond > 0).Select(p => p.BandwidthBytesPerSecond), 0.5),
        };
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : Math.Round(sorted[(int)(share * (sorted.Length - 1))], 3);
    }
}
