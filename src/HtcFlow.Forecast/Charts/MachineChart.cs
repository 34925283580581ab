using System.Globalization;
using System.Security;
using System.Text;
using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Charts;

/// <summary>Draws machines over time as SVG: the mean of the runs, the band for one more run, and when it will be over.</summary>
public static class MachineChart
{
    private const int Width = 820;
    private const int Height = 440;
    private const int Left = 80;
    private const int Right = 24;
    private const int Top = 64;
    private const int Bottom = 88;
    private const int PlotWidth = Width - Left - Right;
    private const int PlotHeight = Height - Top - Bottom;
    private const int MostTimeSteps = 9;
    private const int MostMachineSteps = 6;

    // From the middle of the finish line to the edge of the text beside it.
    private const int TextGap = 6;

    // A label of the finish time is about this wide; nearer to the right edge it stands on the left of its line.
    private const int FinishLabelWidth = 190;

    /// <summary>Draws the chart.</summary>
    /// <param name="campaign">Name of the campaign.</param>
    /// <param name="forecast">What to draw.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(string campaign, CampaignForecast forecast)
    {
        MachineBand band = forecast.Machines();
        TimeSpan end = TimeSpan.FromSeconds(Math.Max(band.Until.TotalSeconds, forecast.FinishSeconds.High));
        TimeScale time = TimeScale.Of(end, MostTimeSteps);
        AxisTicks machines = AxisTicks.Decimal(Math.Max(band.High.Max(), band.Mean.Max()), MostMachineSteps, 1);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{Height}" viewBox="0 0 {Width} {Height}" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#333">
            <title>Machines over time, campaign {SecurityElement.Escape(campaign)}</title>
            <rect width="{Width}" height="{Height}" fill="#fff"/>
            <text x="{Left}" y="26" font-size="16" font-weight="bold">Machines over time: campaign {SecurityElement.Escape(campaign)}</text>

            """);
        Legend(svg, forecast.Samples.Count);
        Grid(svg, time, machines);
        Band(svg, band, time, machines);
        Finish(svg, forecast.FinishSeconds, time);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Legend(StringBuilder svg, int runs)
    {
        bool isBand = runs > 1;
        svg.Append($"""<line x1="{Left}" y1="44" x2="{Left + 24}" y2="44" stroke="#08519c" stroke-width="2"/>""").Append('\n');
        svg.Append($"""<text x="{Left + 30}" y="48">{(isBand ? $"mean of {runs} runs" : "one run")}</text>""").Append('\n');
        if (isBand)
        {
            svg.Append($"""<rect x="{Left + 150}" y="38" width="24" height="12" fill="#9ecae1" fill-opacity="0.6"/>""").Append('\n');
            svg.Append($"""<text x="{Left + 180}" y="48">where one more run is at a time, with 90 % probability</text>""").Append('\n');
        }
    }

    private static void Grid(StringBuilder svg, TimeScale time, AxisTicks machines)
    {
        foreach (double tick in machines.All())
        {
            string y = Number(Y(tick, machines));
            svg.Append($"""<line x1="{Left}" y1="{y}" x2="{Left + PlotWidth}" y2="{y}" stroke="{(tick == 0 ? "#333" : "#ddd")}"/>""").Append('\n');
            svg.Append($"""<text x="{Left - 8}" y="{y}" dy="4" text-anchor="end">{tick:N0}</text>""").Append('\n');
        }

        foreach (double tick in time.Ticks.All())
        {
            string x = Number(Left + (tick / time.Ticks.Last * PlotWidth));
            svg.Append($"""<line x1="{x}" y1="{Top + PlotHeight}" x2="{x}" y2="{Top + PlotHeight + 5}" stroke="#333"/>""").Append('\n');
            svg.Append($"""<text x="{x}" y="{Top + PlotHeight + 20}" text-anchor="middle">{tick.ToString("0.#", CultureInfo.InvariantCulture)}</text>""").Append('\n');
        }

        svg.Append($"""<text x="{Left + (PlotWidth / 2)}" y="{Height - 46}" text-anchor="middle">{time.Unit} since the submission</text>""").Append('\n');
        int middle = Top + (PlotHeight / 2);
        svg.Append($"""<text x="20" y="{middle}" text-anchor="middle" transform="rotate(-90 20 {middle})">machines rented</text>""").Append('\n');
    }

    private static void Band(StringBuilder svg, MachineBand band, TimeScale time, AxisTicks machines)
    {
        int parts = band.Mean.Count;
        double part = band.Until.TotalSeconds / parts;
        string Point(int p, double value) => $"{Number(X((p + 0.5) * part, time))},{Number(Y(value, machines))}";
        IEnumerable<string> upper = Enumerable.Range(0, parts).Select(p => Point(p, band.High[p]));
        IEnumerable<string> lower = Enumerable.Range(0, parts).Reverse().Select(p => Point(p, band.Low[p]));
        svg.Append($"""<polygon fill="#9ecae1" fill-opacity="0.6" points="{string.Join(' ', upper.Concat(lower))}"/>""").Append('\n');
        string mean = string.Join(' ', Enumerable.Range(0, parts).Select(p => Point(p, band.Mean[p])));
        svg.Append($"""<polyline fill="none" stroke="#08519c" stroke-width="2" stroke-linejoin="round" points="{mean}"/>""").Append('\n');
    }

    // The median as a dashed line, the interval as a bar below the axis.
    private static void Finish(StringBuilder svg, Prediction finish, TimeScale time)
    {
        double x = X(finish.Median, time);
        bool isRight = x + TextGap + FinishLabelWidth > Left + PlotWidth;
        svg.Append($"""<line x1="{Number(x)}" y1="{Top}" x2="{Number(x)}" y2="{Top + PlotHeight}" stroke="#a50f15" stroke-dasharray="5 4"/>""").Append('\n');
        svg.Append($"""<text x="{Number(isRight ? x - TextGap : x + TextGap)}" y="{Top + 12}" fill="#a50f15"{(isRight ? " text-anchor=\"end\"" : "")}>finished, median {Spell(finish.Median, time)}</text>""").Append('\n');
        double low = X(finish.Low, time);
        double high = X(finish.High, time);
        bool isLate = (low + high) / 2 > Left + (PlotWidth / 2);
        svg.Append($"""<rect x="{Number(low)}" y="{Height - 38}" width="{Number(Math.Max(2, high - low))}" height="8" fill="#a50f15" fill-opacity="0.5"/>""").Append('\n');
        svg.Append($"""<text x="{(isLate ? Left + PlotWidth : Left)}" y="{Height - 12}" fill="#a50f15"{(isLate ? " text-anchor=\"end\"" : "")}>finished with 90 % probability between {Spell(finish.Low, time)} and {Spell(finish.High, time)}</text>""").Append('\n');
    }

    private static double X(double seconds, TimeScale time) => Left + (seconds / time.UnitSeconds / time.Ticks.Last * PlotWidth);

    private static double Y(double machines, AxisTicks ticks) => Top + PlotHeight - (Math.Min(machines, ticks.Last) / ticks.Last * PlotHeight);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Spell(double seconds, TimeScale time) =>
        string.Create(CultureInfo.InvariantCulture, $"{seconds / time.UnitSeconds:0.00} {time.Unit}");
}
