using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>Shapes of numbers with a unit: sizes, durations, bandwidths.</summary>
internal static partial class Quantities
{
    // 2^60 bytes = 1 EiB: no machine has it, and sums of a few sizes still fit 64 bits.
    private const long LargestBytes = 1L << 60;

    // 10 years: longer than any campaign, far below TimeSpan's limit.
    private static readonly TimeSpan s_longestDuration = TimeSpan.FromDays(3650);

    private static readonly (string Unit, decimal Factor)[] s_sizeUnits =
    [
        ("B", 1),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
    ];

    private static readonly (string Unit, decimal Factor)[] s_timeUnits =
        [("ms", 0.001m), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    private const string UsualTime = "s";

    private static readonly (string Unit, decimal Factor)[] s_bandwidthUnits =
        [.. s_sizeUnits.Select(unit => (unit.Unit + "/s", unit.Factor))];

    /// <summary>A size in bytes.</summary>
    public static ShapeOf<long> Size { get; } = Bytes("a size with its unit, such as 512MiB or 2GB", s_sizeUnits, "MiB");

    /// <summary>A bandwidth in bytes per second.</summary>
    public static ShapeOf<long> Bandwidth { get; } = Bytes("a bandwidth with its unit, such as 2GB/s", s_bandwidthUnits, "MB/s");

    /// <summary>A duration.</summary>
    public static ShapeOf<TimeSpan> Duration { get; } =
        Quantity<TimeSpan>("a duration with its unit, such as 90s, 10m, 2h or 1d", s_timeUnits, UsualTime, TimeOf);

    /// <summary>Reads a duration outside a campaign file, by the same rules.</summary>
    /// <returns>Null when it is none.</returns>
    public static TimeSpan? ReadDuration(string text) =>
        Parse<TimeSpan>(text, s_timeUnits, UsualTime, TimeOf) is { Fault: null, Value: var time } ? time : null;

    private static TimeSpan? TimeOf(decimal seconds) => seconds <= (decimal)s_longestDuration.TotalSeconds
        ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
        : null;

    private static ShapeOf<long> Bytes(string expected, (string Unit, decimal Factor)[] units, string usual) =>
        Quantity(expected, units, usual, static bytes => bytes <= LargestBytes ? (long)bytes : (long?)null);

    private static ScalarShape<T> Quantity<T>(
        string expected, (string Unit, decimal Factor)[] units, string usual, Func<decimal, T?> convert)
        where T : struct
    {
        string pattern = "^(0|[0-9]{1,15}(\\.[0-9]{1,9})? ?(" + string.Join('|', units.Select(u => u.Unit)) + "))$";
        return new ScalarShape<T>(
            expected,
            () => SchemaWriter.AnyOf(new JsonObject { ["const"] = 0 }, new JsonObject { ["type"] = "string", ["pattern"] = pattern }),
            node => Parse(node.Value, units, usual, convert));
    }

    private static Parsed<T> Parse<T>(
        string value, (string Unit, decimal Factor)[] units, string usual, Func<decimal, T?> convert)
        where T : struct
    {
        if (value == "0")
        {
            return default(T);
        }

        string quoted = Wording.Quote(value);
        var match = NumberAndUnit().Match(value);
        if (!match.Success)
        {
            return new Parsed<T>(default, $"is {quoted}", null);
        }

        string unit = match.Groups[3].Value;
        if (unit.Length == 0)
        {
            return new Parsed<T>(default, $"is {quoted}, which has no unit", $"write {value.Trim()}{usual} if that is meant");
        }

        var known = units.FirstOrDefault(u => u.Unit == unit);
        if (known.Unit is null)
        {
            string[] names = [.. units.Select(u => u.Unit)];
            string meant = Nearest.To(unit, names) is { } near ? $"did you mean {Wording.Quote(near)}? " : "";
            return new Parsed<T>(default, $"is {quoted}, whose unit is not known", $"{meant}units are {Wording.List(names, "and")}".Trim());
        }

        decimal amount = decimal.Parse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return convert(amount * known.Factor) is { } converted
            ? converted
            : new Parsed<T>(default, $"is {quoted}, which is too large", null);
    }

    [GeneratedRegex("^([0-9]{1,15}(\\.[0-9]{1,9})?) ?([^0-9. ]*)\\z")]
    private static partial Regex NumberAndUnit();
}
