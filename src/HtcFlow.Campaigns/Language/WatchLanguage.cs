using System.Globalization;
using System.Text.RegularExpressions;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Guards;

namespace HtcFlow.Campaigns.Language;

/// <summary>How the rules are written by which an attempt is ended early.</summary>
internal static class WatchLanguage
{
    private const string Automatic = "auto";
    private const string Off = "off";
    private const string SharePattern = @"^[0-9]{1,3}(\.[0-9]{1,6})?%$";

    /// <summary>When an attempt is ended.</summary>
    public static ShapeOf<WatchSpec> Watch { get; } =
        new RecordShape<WatchSpec>("watch", "When an attempt is ended because it is too slow.", "a mapping with keys such as 'silence' or 'pace'", new WatchSpec())
        .Optional("silence", Quantities.Duration, "no limit", "Longest time without a new or grown output or checkpoint.", (w, time) => w with { Silence = time })
        .Optional("bandwidth", Bandwidth(), "no limit", "Lowest memory bandwidth of the host: a figure, or auto for two thirds of what is usual.",
            (w, bar) => w with { BandwidthBytesPerSecond = bar.Bytes, BandwidthShare = bar.Share })
        .Optional("pace", OnOrOff(Share(1, 95, "65%"), GuardLimits.UsualShare), "no limit", "Lowest share of the rate of output that other tasks of the stage had.",
            (w, share) => w with { Pace = share })
        .Optional("memory", new EitherShape<double>(new WordShape<double>(Off, 0), Share(50, 100, "95%")), "off",
            "Share of the container's memory limit at which the attempt is ended before the kernel kills it.", (w, share) => w with { Memory = share })
        .Optional("stragglers", Multiple(), "never", "Multiple of the stage's median time after which an attempt is stopped for another one elsewhere.",
            (w, factor) => w with { StragglerFactor = factor });

    private static EitherShape<(long Bytes, double Share)> Bandwidth() => new(
        new WordShape<(long Bytes, double Share)>(Automatic, (0, GuardLimits.UsualShare)),
        new WordShape<(long Bytes, double Share)>(Off, (0, 0)),
        Quantities.Bandwidth.To(bytes => (bytes, 0.0)));

    private static EitherShape<double> OnOrOff(ShapeOf<double> share, double usual) =>
        new(new WordShape<double>(Automatic, usual), new WordShape<double>(Off, 0), share);

    private static ScalarShape<double> Share(int least, int most, string example) => new(
        $"a share from {least}% to {most}% such as {example}",
        static () => new() { ["type"] = "string", ["pattern"] = SharePattern },
        node => Regex.IsMatch(node.Value, Scalars.Anchored(SharePattern), RegexOptions.NonBacktracking)
            && double.Parse(node.Value[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) is var percent
            && percent >= least && percent <= most
            ? percent / 100
            : new Parsed<double>(0, $"is {Wording.Quote(node.Value)}", null));

    // Below 1.5 ordinary differences between machines (a standard deviation of 25 % was measured) would be taken for trouble.
    private static ScalarShape<double> Multiple() => new(
        "a number from 1.5 to 1000, such as 3",
        static () => new() { ["type"] = "number", ["minimum"] = 1.5, ["maximum"] = 1000 },
        static node => Scalars.IsNumber(node)
            && double.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double factor) && factor is >= 1.5 and <= 1000
            ? factor
            : new Parsed<double>(0, $"is {Wording.Quote(node.Value)}", null));
}
