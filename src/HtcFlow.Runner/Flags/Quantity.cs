using System.Globalization;
using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Flags;

/// <summary>Reads times, sizes, rates and numbers as campaign files spell them.</summary>
internal static class Quantity
{
    private static readonly (string Unit, decimal Factor)[] s_times =
        [("ms", 0.001m), ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400), ("", 1)];

    private static readonly (string Unit, decimal Factor)[] s_sizes =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1), ("", 1),
    ];

    private static readonly (string Unit, decimal Factor)[] s_shares = [("", 1)];

    /// <summary>A time, in seconds where no unit stands; null for null.</summary>
    /// <exception cref="OrderProblem">It is none, or longer than ten years.</exception>
    public static TimeSpan? Time(string? text, string spelling) => text is null
        ? null
        : Scaled(text, s_times) is { } seconds and <= 3_650m * 86_400m
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : throw Problem(text, spelling, "a time such as 90s, 10m, 2h or 1d");

    /// <summary>A size in bytes; null for null.</summary>
    /// <exception cref="OrderProblem">It is none.</exception>
    public static long? Size(string? text, string spelling) => text is null
        ? null
        : Scaled(text, s_sizes) is { } bytes and <= 1L << 60
            ? (long)bytes
            : throw Problem(text, spelling, "a size such as 512KiB or 8MiB");

    /// <summary>A rate in bytes per second; null for null.</summary>
    /// <exception cref="OrderProblem">It is none.</exception>
    public static long? Rate(string? text, string spelling)
    {
        if (text is null)
        {
            return null;
        }

        string size = text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text;
        return Scaled(size, s_sizes) is { } bytes and <= 1L << 60
            ? (long)bytes
            : throw Problem(text, spelling, "a rate such as 2GB/s");
    }

    /// <summary>A share as a percentage, above 0 to 100 %, as 0 .. 1; null for null.</summary>
    /// <exception cref="OrderProblem">It is none.</exception>
    public static double? Share(string? text, string spelling) => text is null
        ? null
        : Scaled(text.TrimEnd('%'), s_shares) is { } percent and > 0 and <= 100
            ? (double)percent / 100
            : throw Problem(text, spelling, "a percentage such as 50%");

    /// <summary>A whole number within limits; null for null.</summary>
    /// <exception cref="OrderProblem">It is none, or outside.</exception>
    public static long? Number(string? text, string spelling, long least, long most) => text is null
        ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw Problem(text, spelling, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <summary>Whether a switch is on; null and empty are off.</summary>
    /// <exception cref="OrderProblem">It says neither yes nor no.</exception>
    public static bool Switch(string? text, string spelling) => text?.ToLowerInvariant() switch
    {
        null or "" or "0" or "no" or "false" or "off" => false,
        "1" or "yes" or "true" or "on" => true,
        _ => throw Problem(text, spelling, "yes or no"),
    };

    private static OrderProblem Problem(string text, string spelling, string wanted) =>
        new($"{spelling} is '{text}'; set it to {wanted}.");

    private static decimal? Scaled(string text, (string Unit, decimal Factor)[] units)
    {
        int digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
        {
            digits++;
        }

        string unit = text[digits..].TrimStart(' ');
        foreach ((string name, decimal factor) in units)
        {
            // 15 digits: their product with any unit stays far below what a decimal holds.
            if (name == unit && digits <= 15
                && decimal.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount))
            {
                return amount * factor;
            }
        }

        return null;
    }
}
