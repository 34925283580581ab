using System.Globalization;
using System.Text.RegularExpressions;

namespace HtcFlow.Cli.Forecasting;

/// <summary>Reads durations as campaign files spell them: <c>90s</c>, <c>1.5h</c>, <c>2d</c>.</summary>
internal static partial class DurationText
{
    // Ten years, as in campaign files.
    private const double MostSeconds = 3650.0 * 86_400;

    /// <summary>Reads a duration greater than zero; null when it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        Match match = Duration().Match(text.Trim());
        if (!match.Success)
        {
            return null;
        }

        double unit = match.Groups["unit"].Value switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3_600, _ => 86_400 };
        double seconds = double.Parse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * unit;
        return seconds is > 0 and <= MostSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,12}(\.[0-9]{1,6})?) ?(?<unit>ms|s|m|h|d)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();
}
