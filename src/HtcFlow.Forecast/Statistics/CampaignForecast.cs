namespace HtcFlow.Forecast.Statistics;

/// <summary>What the runs of a forecast say together about one more.</summary>
public sealed record CampaignForecast
{
    // A chart is about 800 points wide: two a part.
    private const int Parts = 400;

    /// <summary>The runs, in the order of their seeds.</summary>
    public required IReadOnlyList<ForecastSample> Samples { get; init; }

    /// <summary>Seconds from the submission to the last fact.</summary>
    public required Prediction FinishSeconds { get; init; }

    /// <summary>What all machines cost.</summary>
    public required Prediction Dollars { get; init; }

    /// <summary>Dollars for each task with a result.</summary>
    public required Prediction DollarsPerSimulation { get; init; }

    /// <summary>Dollars that bought no result, whatever they were lost to.</summary>
    public required Prediction Wasted { get; init; }

    /// <summary>Dollars lost to machines that were taken away or died.</summary>
    public required Prediction WastedInterrupted { get; init; }

    /// <summary>Dollars lost to slowness.</summary>
    public required Prediction WastedSlow { get; init; }

    /// <summary>Dollars lost to attempts that failed.</summary>
    public required Prediction WastedFailed { get; init; }

    /// <summary>Dollars lost to machines without work.</summary>
    public required Prediction WastedIdle { get; init; }

    /// <summary>Dollars lost to attempts that were not needed after all.</summary>
    public required Prediction WastedRepeated { get; init; }

    /// <summary>Most machines at a time.</summary>
    public required Prediction PeakMachines { get; init; }

    /// <summary>Attempts of tasks.</summary>
    public required Prediction Attempts { get; init; }

    /// <summary>Attempts that ended because their machine was taken away or died.</summary>
    public required Prediction Interruptions { get; init; }

    /// <summary>Tasks that ended without a result.</summary>
    public required Prediction Fruitless { get; init; }

    /// <summary>Puts runs together.</summary>
    /// <param name="samples">At least one run.</param>
    public static CampaignForecast Of(IReadOnlyList<ForecastSample> samples)
    {
        Prediction Predict(Func<ForecastSample, double> value) => Prediction.Of([.. samples.Select(value)]);
        return new CampaignForecast
        {
            Samples = samples,
            FinishSeconds = Predict(s => s.Finish.TotalSeconds),
            Dollars = Predict(s => s.Dollars),
            DollarsPerSimulation = Predict(s => s.DollarsPerSimulation),
            Wasted = Predict(s => s.Waste.Total),
            WastedInterrupted = Predict(s => s.Waste.Interrupted),
            WastedSlow = Predict(s => s.Waste.Slow),
            WastedFailed = Predict(s => s.Waste.Failed),
            WastedIdle = Predict(s => s.Waste.Idle),
            WastedRepeated = Predict(s => s.Waste.Repeated),
            PeakMachines = Predict(s => s.PeakMachines),
            Attempts = Predict(s => s.Attempts),
            Interruptions = Predict(s => s.Interruptions),
            Fruitless = Predict(s => s.Fruitless),
        };
    }

    /// <summary>Machines over time, until the longest of the runs is over.</summary>
    public MachineBand Machines()
    {
        TimeSpan longest = Samples.Max(s => s.Finish);
        return MachineBand.Of([.. Samples.Select(s => s.Machines)], longest > TimeSpan.Zero ? longest : TimeSpan.FromSeconds(1), Parts);
    }
}
