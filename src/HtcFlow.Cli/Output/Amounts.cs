using System.Globalization;

namespace HtcFlow.Cli.Output;

/// <summary>Spells numbers, times and sizes for people.</summary>
internal static class Amounts
{
    private const long Kilo = 1024;

    /// <summary>A whole number with separators: <c>1,234,567</c>.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun: <c>1 task</c>, <c>2,000 tasks</c>.</summary>
    public static string Count(long value, string noun) => $"{Number(value)} {noun}{(value == 1 ? "" : "s")}";

    /// <summary>A size in binary units with at most one decimal: <c>512 B</c>, <c>1.5 MiB</c>.</summary>
    public static string Size(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= Kilo && unit < 5)
        {
            value /= Kilo;
            unit++;
        }

        string name = unit == 0 ? "B" : "KMGTP"[unit - 1] + "iB";
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {name}");
    }

    /// <summary>A duration in its two largest units: <c>0.4s</c>, <c>42s</c>, <c>3m05s</c>, <c>2h10m</c>, <c>4d03h</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        double seconds = Math.Max(0, span.TotalSeconds);
        return seconds switch
        {
            < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}s"),
            < 59.5 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0}s"),
            < 3600 => Pair((long)seconds, 60, "m", "s"),
            < 86400 => Pair((long)seconds / 60, 60, "h", "m"),
            _ => Pair((long)seconds / 3600, 24, "d", "h"),
        };
    }

    /// <summary>A rate that stays readable from one a day to a million a second.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        <= 0 => "-",
        >= 99.5 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:N0}/s"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.0}/s"),
        >= 1.0 / 60 => string.Create(CultureInfo.InvariantCulture, $"{perSecond * 60:0.0}/min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond * 3600:0.0}/h"),
    };

    /// <summary>A moment in universal time: <c>2030-01-01 12:00:00Z</c>.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Pair(long small, long factor, string large, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{small / factor}{large}{small % factor:00}{unit}");
}
