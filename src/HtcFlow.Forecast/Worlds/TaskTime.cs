namespace HtcFlow.Forecast.Worlds;

/// <summary>How long a task takes.</summary>
/// <param name="Mean">Mean wall time on a machine of speed 1, greater than zero.</param>
/// <param name="Deviation">Standard deviation between tasks, relative to the mean.</param>
/// <param name="Origin">Where the figures come from, for people: <c>given</c>, <c>measured ...</c>; empty for a guess.</param>
public sealed record TaskTime(TimeSpan Mean, double Deviation, string Origin)
{
    /// <summary>Probability that an attempt fails by itself, where it was measured.</summary>
    public double? FailureProbability { get; init; }
}
