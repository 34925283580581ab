using System.Globalization;
using System.Security;
using System.Text;

namespace HtcFlow.Forecast.Charts;

/// <summary>Draws where money went as SVG: a bar a stage, in the colours of purposes.</summary>
public static class MoneyChart
{
    private const int Width = 820;
    private const int Left = 150;
    private const int Right = 90;
    private const int Top = 84;
    private const int RowHeight = 34;
    private const int BarHeight = 22;
    private const int Bottom = 56;
    private const int PlotWidth = Width - Left - Right;
    private const int MostSteps = 8;
    private const int LegendWidth = 160;
    private const int LegendsPerLine = 5;

    // What was of use is blue, what was lost warm, what stood still grey.
    private static readonly string[] s_colours = ["#2171b5", "#cb181d", "#f16913", "#fdae6b", "#9e9ac8", "#c994c7", "#bdbdbd", "#e0e0e0", "#9ecae1"];

    /// <summary>Draws the chart.</summary>
    /// <param name="campaign">Name of the campaign.</param>
    /// <param name="bars">Bars from top to bottom, at least one.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(string campaign, IReadOnlyList<MoneyBar> bars)
    {
        double largest = bars.Max(b => b.Total);

        // A chart of nothing still has an axis; a ten-thousandth of a dollar is the finest step.
        AxisTicks ticks = AxisTicks.Decimal(largest, MostSteps, 1e-4);
        int bottom = Top + (RowHeight * bars.Count);
        int height = bottom + Bottom;
        string name = SecurityElement.Escape(campaign);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#333">
            <title>Dollars by stage and purpose, campaign {name}</title>
            <rect width="{Width}" height="{height}" fill="#fff"/>
            <text x="16" y="26" font-size="16" font-weight="bold">Dollars by stage and purpose: campaign {name}</text>

            """);
        Legend(svg, bars);
        Grid(svg, ticks, bottom);
        for (int row = 0; row < bars.Count; row++)
        {
            Bar(svg, bars[row], Top + (row * RowHeight) + ((RowHeight - BarHeight) / 2), ticks);
        }

        return svg.Append("</svg>\n").ToString();
    }

    // Only purposes on which anything was spent.
    private static void Legend(StringBuilder svg, IReadOnlyList<MoneyBar> bars)
    {
        int shown = 0;
        for (int part = 0; part < bars[0].Parts.Count; part++)
        {
            if (bars.All(bar => bar.Parts[part].Dollars <= 0))
            {
                continue;
            }

            int x = 16 + (shown % LegendsPerLine * LegendWidth);
            int y = 40 + (shown / LegendsPerLine * 18);
            svg.Append($"""<rect x="{x}" y="{y}" width="12" height="12" fill="{s_colours[part % s_colours.Length]}"/>""").Append('\n');
            svg.Append($"""<text x="{x + 18}" y="{y + 10}">{SecurityElement.Escape(bars[0].Parts[part].Name)}</text>""").Append('\n');
            shown++;
        }
    }

    private static void Grid(StringBuilder svg, AxisTicks ticks, int bottom)
    {
        foreach (double tick in ticks.All())
        {
            string x = Number(Left + (tick / ticks.Last * PlotWidth));
            svg.Append($"""<line x1="{x}" y1="{Top}" x2="{x}" y2="{bottom}" stroke="{(tick == 0 ? "#333" : "#ddd")}"/>""").Append('\n');
            svg.Append($"""<text x="{x}" y="{bottom + 18}" text-anchor="middle">{Dollars(tick)}</text>""").Append('\n');
        }

        svg.Append($"""<text x="{Left + (PlotWidth / 2)}" y="{bottom + 42}" text-anchor="middle">dollars</text>""").Append('\n');
    }

    private static void Bar(StringBuilder svg, MoneyBar bar, int y, AxisTicks ticks)
    {
        string middle = Number(y + (BarHeight / 2.0) + 4);
        svg.Append($"""<text x="{Left - 10}" y="{middle}" text-anchor="end">{SecurityElement.Escape(bar.Label)}</text>""").Append('\n');
        double x = Left;
        for (int part = 0; part < bar.Parts.Count; part++)
        {
            double width = bar.Parts[part].Dollars / ticks.Last * PlotWidth;
            if (width > 0)
            {
                svg.Append($"""<rect x="{Number(x)}" y="{y}" width="{width.ToString("0.##", CultureInfo.InvariantCulture)}" height="{BarHeight}" fill="{s_colours[part % s_colours.Length]}"/>""").Append('\n');
                x += width;
            }
        }

        svg.Append($"""<text x="{Number(x + 6)}" y="{middle}">{Dollars(bar.Total)}</text>""").Append('\n');
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Dollars(double value) =>
        value.ToString(value >= 100 ? "#,0" : value >= 1 ? "0.##" : "0.####", CultureInfo.InvariantCulture);
}
