namespace HtcFlow.Forecast.Statistics;

/// <summary>What one simulated run of the campaign gave.</summary>
public sealed record ForecastSample
{
    /// <summary>Time from the submission to the last fact.</summary>
    public required TimeSpan Finish { get; init; }

    /// <summary>Whether the campaign ended; a run that did not was cut off at the longest time.</summary>
    public bool HasEnded { get; init; } = true;

    /// <summary>What all machines cost.</summary>
    public double Dollars { get; init; }

    /// <summary>What of it bought no result.</summary>
    public Waste Waste { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>Tasks with a result.</summary>
    public long Succeeded { get; init; }

    /// <summary>Tasks that ended without a result.</summary>
    public long Fruitless { get; init; }

    /// <summary>Attempts of tasks.</summary>
    public long Attempts { get; init; }

    /// <summary>Attempts that ended because their machine was taken away or died.</summary>
    public long Interruptions { get; init; }

    /// <summary>Most machines at a time.</summary>
    public double PeakMachines { get; init; }

    /// <summary>Machines over time.</summary>
    public required MachineCurve Machines { get; init; }

    /// <summary>Dollars for each task with a result; all of them when there is none.</summary>
    public double DollarsPerSimulation => Dollars / Math.Max(1, Succeeded);
}
