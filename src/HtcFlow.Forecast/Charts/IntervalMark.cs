namespace HtcFlow.Forecast.Charts;

/// <summary>A row of an <see cref="IntervalChart"/>.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">Its value.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end; infinite where it has none.</param>
/// <param name="IsChosen">Whether it stands out.</param>
public sealed record IntervalMark(string Label, double Value, double Low, double High, bool IsChosen);
