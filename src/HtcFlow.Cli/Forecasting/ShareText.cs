using System.Globalization;

namespace HtcFlow.Cli.Forecasting;

/// <summary>Reads shares: <c>15%</c>, <c>0.15</c>.</summary>
internal static class ShareText
{
    private const double Percent = 100;

    /// <summary>Reads a share from 0 to a bound; null when it is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The bound; 1 is all.</param>
    public static double? Parse(string text, double most)
    {
        bool isPercent = text.EndsWith('%');
        bool isNumber = double.TryParse(text.TrimEnd('%').Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        value = isPercent ? value / Percent : value;
        return isNumber && value >= 0 && value <= most ? value : null;
    }
}
