using System.Globalization;
using System.Text;
using HtcFlow.Cli.Output;
using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Cli.Forecasting;

/// <summary>Spells a forecast for people.</summary>
internal static class ForecastText
{
    /// <summary>Formats a forecast; every line ends in a line feed.</summary>
    public static string Of(ForecastResult result)
    {
        CampaignForecast forecast = result.Forecast;
        int runs = forecast.Samples.Count;
        var text = new StringBuilder();
        text.Append($"forecast of {result.Campaign.Name}: {Amounts.Count(result.Campaign.TaskCount, "task")} in ");
        text.Append($"{Amounts.Count(result.Campaign.Stages.Count, "stage")}, {Amounts.Count(runs, "run")}");
        text.Append(runs < result.Runs ? $" of the {result.Runs} asked for (interrupted)\n\n" : "\n\n");
        text.Append(Table(forecast));
        text.Append($"\n{Interval(runs)}\n");
        int cut = forecast.Samples.Count(s => !s.HasEnded);
        text.Append(cut > 0 ? $"{Amounts.Count(cut, "run")} did not end: the campaign does not get on in this world, and the figures are those up to then\n" : "");
        text.Append("\nassumptions\n");
        foreach (string assumption in result.Assumptions)
        {
            text.Append($"- {assumption}\n");
        }

        return text.ToString();
    }

    private static TextTable Table(CampaignForecast forecast)
    {
        var table = new TextTable("", ">median", ">90 % interval");
        Row(table, "finished after", forecast.FinishSeconds, s => Amounts.Duration(TimeSpan.FromSeconds(s)));
        Row(table, "cost", forecast.Dollars, Money.Spell);
        Row(table, "cost of a simulation", forecast.DollarsPerSimulation, Money.Spell);
        Row(table, "wasted", forecast.Wasted, Money.Spell);
        Row(table, "  on machines taken away", forecast.WastedInterrupted, Money.Spell);
        Row(table, "  on slow attempts", forecast.WastedSlow, Money.Spell);
        Row(table, "  on failed attempts", forecast.WastedFailed, Money.Spell);
        Row(table, "  on idle and starting machines", forecast.WastedIdle, Money.Spell);
        Row(table, "  on attempts not needed", forecast.WastedRepeated, Money.Spell);
        Row(table, "most machines at a time", forecast.PeakMachines, Whole);
        Row(table, "attempts", forecast.Attempts, Whole);
        Row(table, "interruptions", forecast.Interruptions, Whole);
        Row(table, "tasks without a result", forecast.Fruitless, Whole);
        return table;
    }

    private static void Row(TextTable table, string title, Prediction prediction, Func<double, string> spell) =>
        table.Row(title, spell(prediction.Median), $"{spell(prediction.Low)} to {spell(prediction.High)}");

    private static string Whole(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    private static string Interval(int runs) => runs switch
    {
        1 => "One run has no interval; --runs 20 gives one.",
        < Prediction.RunsForOrder =>
            $"One more run falls into an interval with a probability of 90 %, if logarithms of the figures are normal: fewer than {Prediction.RunsForOrder} runs cannot tell.",
        _ => "One more run falls into an interval with a probability of 90 % or a little more.",
    };
}
