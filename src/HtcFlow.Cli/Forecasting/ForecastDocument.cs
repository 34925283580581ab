using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Cli.Forecasting;

/// <summary>What <c>forecast --json</c> prints.</summary>
internal sealed record ForecastDocument(
    string Campaign,
    long Tasks,
    string Backend,
    int Runs,
    int RunsAsked,
    int RunsEnded,
    int Seed,
    IReadOnlyDictionary<string, Prediction> Figures,
    MachineDocument Machines,
    IReadOnlyList<string> Assumptions)
{
    /// <summary>Makes the document.</summary>
    public static ForecastDocument Of(ForecastResult result)
    {
        CampaignForecast forecast = result.Forecast;
        var figures = new Dictionary<string, Prediction>
        {
            ["finishSeconds"] = forecast.FinishSeconds,
            ["dollars"] = forecast.Dollars,
            ["dollarsPerSimulation"] = forecast.DollarsPerSimulation,
            ["wastedDollars"] = forecast.Wasted,
            ["wastedInterruptedDollars"] = forecast.WastedInterrupted,
            ["wastedSlowDollars"] = forecast.WastedSlow,
            ["wastedFailedDollars"] = forecast.WastedFailed,
            ["wastedIdleDollars"] = forecast.WastedIdle,
            ["wastedRepeatedDollars"] = forecast.WastedRepeated,
            ["peakMachines"] = forecast.PeakMachines,
            ["attempts"] = forecast.Attempts,
            ["interruptions"] = forecast.Interruptions,
            ["fruitless"] = forecast.Fruitless,
        };
        return new ForecastDocument(
            result.Campaign.Name, result.Campaign.TaskCount, result.Campaign.Backend.Kind, forecast.Samples.Count, result.Runs,
            forecast.Samples.Count(s => s.HasEnded), result.Seed, figures, MachineDocument.Of(forecast.Machines()), result.Assumptions);
    }
}
