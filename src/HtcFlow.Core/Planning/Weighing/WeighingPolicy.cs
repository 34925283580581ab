namespace HtcFlow.Core.Planning.Weighing;

/// <summary>How quickly, and by how much evidence, shares of targets follow what simulations cost there.</summary>
public sealed record WeighingPolicy
{
    /// <summary>Stretch of time whose costs are compared; longer where too little finished in it.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Finished simulations below which a target's cost counts as unknown: with run times that differ by half, their mean is known to 7 %.</summary>
    public long LeastSimulations { get; init; } = 50;

    /// <summary>Shortest time between two changes.</summary>
    public TimeSpan LeastPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A factor that is less than so much larger than the present one, or smaller, changes nothing: half as much again. Costs that differ
    /// by 20 % from look to look make factors differ by 13 % over half an hour (one standard deviation).</summary>
    public double LeastChange { get; init; } = 0.5;

    /// <summary>Targets whose simulations cost at most this many times the cheapest keep their whole weight: costs are not known better.</summary>
    public double Slack { get; init; } = 1.2;

    /// <summary>Least factor: a target that gets nothing any more would never be found cheap again.</summary>
    public double Floor { get; init; } = 0.1;

    /// <summary>Time after which figures that changed nothing are written down again, for people.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromHours(1);
}
