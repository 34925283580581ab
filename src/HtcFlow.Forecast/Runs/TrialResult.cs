namespace HtcFlow.Forecast.Runs;

/// <summary>How often what happened lay inside the forecast's interval.</summary>
/// <param name="Trials">Forecasts made.</param>
/// <param name="Finish">Of these, how often the finish time did.</param>
/// <param name="Dollars">Of these, how often the cost did.</param>
public sealed record TrialResult(int Trials, int Finish, int Dollars)
{
    /// <summary>The worse of both.</summary>
    public int Worst => Math.Min(Finish, Dollars);
}
