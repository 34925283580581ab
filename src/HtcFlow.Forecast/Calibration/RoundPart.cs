namespace HtcFlow.Forecast.Calibration;

/// <summary>What a type runs in a round.</summary>
/// <param name="Type">Position of the type.</param>
/// <param name="Tasks">Numbers of the tasks, at least one, in the order in which they were drawn.</param>
public sealed record RoundPart(int Type, IReadOnlyList<long> Tasks);
