using System.Globalization;
using System.Security;
using System.Text;

namespace HtcFlow.Forecast.Charts;

/// <summary>Draws values in dollars with the intervals in which they lie as SVG, one below the other.</summary>
public static class IntervalChart
{
    private const int Width = 820;
    private const int Left = 150;
    private const int Right = 100;
    private const int Top = 52;
    private const int RowHeight = 26;
    private const int Bottom = 56;
    private const int PlotWidth = Width - Left - Right;
    private const int MostSteps = 8;
    private const int CapHeight = 5;
    private const int DotRadius = 4;

    // An interval that reaches farther than this multiple of the greatest value is cut off: early rows would squeeze all others.
    private const double MostReach = 1.5;

    /// <summary>Draws the chart.</summary>
    /// <param name="title">Title.</param>
    /// <param name="marks">Rows from top to bottom.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(string title, IReadOnlyList<IntervalMark> marks)
    {
        double greatest = marks.Select(static mark => mark.Value).DefaultIfEmpty(0).Max();
        double last = marks.Select(mark => Math.Min(mark.High, greatest * MostReach)).DefaultIfEmpty(0).Max();

        // Dollars of a simulation can be small: a millionth is the finest step.
        AxisTicks ticks = AxisTicks.Decimal(last, MostSteps, 1e-6);
        int bottom = Top + (RowHeight * marks.Count);
        string words = SecurityElement.Escape(title);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{bottom + Bottom}" viewBox="0 0 {Width} {bottom + Bottom}" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#333">
            <title>{words}</title>
            <rect width="{Width}" height="{bottom + Bottom}" fill="#fff"/>
            <text x="16" y="26" font-size="16" font-weight="bold">{words}</text>

            """);
        foreach (double tick in ticks.All())
        {
            string x = Number(Left + (tick / ticks.Last * PlotWidth));
            svg.Append($"""<line x1="{x}" y1="{Top}" x2="{x}" y2="{bottom}" stroke="{(tick == 0 ? "#333" : "#ddd")}"/>""").Append('\n');
            svg.Append($"""<text x="{x}" y="{bottom + 18}" text-anchor="middle">{Dollars(tick)}</text>""").Append('\n');
        }

        svg.Append($"""<text x="{Left + (PlotWidth / 2)}" y="{bottom + 42}" text-anchor="middle">dollars</text>""").Append('\n');
        for (int row = 0; row < marks.Count; row++)
        {
            Row(svg, marks[row], Top + (row * RowHeight) + (RowHeight / 2), ticks);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Row(StringBuilder svg, IntervalMark mark, int y, AxisTicks ticks)
    {
        string colour = mark.IsChosen ? "#2171b5" : "#9e9e9e";
        double At(double value) => Left + (Math.Clamp(value, 0, ticks.Last) / ticks.Last * PlotWidth);
        string low = Number(At(mark.Low));
        string high = Number(At(mark.High));
        svg.Append($"""<text x="{Left - 10}" y="{y + 4}" text-anchor="end">{SecurityElement.Escape(mark.Label)}</text>""").Append('\n');
        svg.Append($"""<line x1="{low}" y1="{y}" x2="{high}" y2="{y}" stroke="{colour}" stroke-width="2"/>""").Append('\n');
        svg.Append($"""<line x1="{low}" y1="{y - CapHeight}" x2="{low}" y2="{y + CapHeight}" stroke="{colour}" stroke-width="2"/>""").Append('\n');
        if (mark.High <= ticks.Last)
        {
            svg.Append($"""<line x1="{high}" y1="{y - CapHeight}" x2="{high}" y2="{y + CapHeight}" stroke="{colour}" stroke-width="2"/>""").Append('\n');
        }

        svg.Append($"""<circle cx="{Number(At(mark.Value))}" cy="{y}" r="{DotRadius}" fill="{colour}"/>""").Append('\n');
        svg.Append($"""<text x="{Width - Right + 12}" y="{y + 4}">{Dollars(mark.Value)}</text>""").Append('\n');
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    // Four digits, without an exponent.
    private static string Dollars(double value) => value switch
    {
        <= 0 => "0",
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(value)), 0, 12)).ToString("0.############", CultureInfo.InvariantCulture),
    };
}
