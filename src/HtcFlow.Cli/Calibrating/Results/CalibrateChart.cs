using HtcFlow.Forecast.Charts;

namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>Draws the types with their intervals.</summary>
internal static class CalibrateChart
{
    /// <summary>Draws them.</summary>
    /// <returns>An SVG document.</returns>
    public static string Draw(CalibrateResult result) => IntervalChart.Draw(
        $"Dollars of a simulation by type: campaign {result.Book.Campaign}, stage {result.Book.Stage}",
        [
            .. result.Rows.Where(static row => row.Verdict != TypeVerdict.Barren)
                .Select(static row => new IntervalMark(row.Type.Name, row.Cost.Mean, row.Cost.Low, row.Cost.High, row.Verdict is TypeVerdict.Best or TypeVerdict.Near)),
        ]);
}
