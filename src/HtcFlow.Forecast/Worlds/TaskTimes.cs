using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Forecast.Worlds;

/// <summary>How long tasks take, stage by stage.</summary>
public sealed record TaskTimes
{
    // Of a stage about which nothing is known; the forecast says so.
    private static readonly TaskTime s_guess = new(TimeSpan.FromMinutes(10), TaskTimes.GuessedDeviation, "");

    // Quantiles in the middle of a hundredth each: their mean and deviation are those of the histogram.
    private const int Quantiles = 100;

    /// <summary>Deviation of times that are given without one.</summary>
    public const double GuessedDeviation = 0.1;

    /// <summary>Times that were measured, by stage.</summary>
    public IReadOnlyDictionary<string, TaskTime> Measured { get; init; } = new Dictionary<string, TaskTime>();

    /// <summary>Times that were given, by stage; the empty name stands for every other stage.</summary>
    public IReadOnlyDictionary<string, TaskTime> Given { get; init; } = new Dictionary<string, TaskTime>();

    /// <summary>Time of a stage: what was given for it counts before what was measured, and that before what was given for all.</summary>
    public TaskTime Of(string stage) =>
        Given.TryGetValue(stage, out TaskTime? given) ? given
        : Measured.TryGetValue(stage, out TaskTime? measured) ? measured
        : Given.GetValueOrDefault("") ?? s_guess;

    /// <summary>Times of the stages of a campaign of which some attempt has succeeded.</summary>
    /// <remarks>A failed attempt is one that the task could have avoided; those whose machine went away say nothing about the tasks.</remarks>
    public static IReadOnlyDictionary<string, TaskTime> Measure(CampaignState campaign)
    {
        var times = new Dictionary<string, TaskTime>(StringComparer.Ordinal);
        foreach (StageState stage in campaign.Stages.Where(s => s.Walls.Count > 0))
        {
            double[] seconds = [.. Enumerable.Range(0, Quantiles).Select(q => stage.Walls.Quantile((q + 0.5) / Quantiles).TotalSeconds)];
            double mean = seconds.Average();
            double deviation = Math.Sqrt(seconds.Average(s => (s - mean) * (s - mean)));
            long failed = stage.Outcomes[(int)Outcome.Failed];
            times[stage.Spec.Name] = new TaskTime(
                TimeSpan.FromSeconds(mean), deviation / mean, $"measured: {stage.Walls.Count:N0} attempts of {campaign.Spec.Name}")
            {
                FailureProbability = (double)failed / (failed + stage.Walls.Count),
            };
        }

        return times;
    }
}
