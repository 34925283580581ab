using HtcFlow.Campaigns;
using HtcFlow.Forecast.Worlds;

namespace HtcFlow.Cli.Forecasting;

/// <summary>Reads how long tasks take: <c>write=3h~15%,read=10m</c>, or <c>2h</c> for every stage.</summary>
internal static class TaskTimeText
{
    // Lognormal times that differ by more than this are no times of one kind of task.
    private const double MostDeviation = 3;

    /// <summary>Reads one or several, joined by commas.</summary>
    /// <param name="text">The text.</param>
    /// <param name="wrong">The part that is none; null when all are.</param>
    /// <returns>Times by stage; the empty name stands for all others.</returns>
    public static IReadOnlyDictionary<string, TaskTime> Parse(IEnumerable<string> text, out string? wrong)
    {
        var times = new Dictionary<string, TaskTime>(StringComparer.Ordinal);
        wrong = null;
        foreach (string part in text.SelectMany(t => t.Split(',')))
        {
            string[] sides = part.Split('=', 2);
            string[] value = sides[^1].Split('~', 2);
            TimeSpan? mean = DurationText.Parse(value[0]);
            double? deviation = value.Length == 1 ? TaskTimes.GuessedDeviation : ShareText.Parse(value[1], MostDeviation);
            if (mean is null || deviation is null || (sides.Length == 2 && sides[0].Trim().Length == 0))
            {
                wrong ??= part;
                continue;
            }

            times[sides.Length == 2 ? sides[0].Trim() : ""] = new TaskTime(mean.Value, deviation.Value, "given");
        }

        return times;
    }
}
