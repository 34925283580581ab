using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Sweeps;

/// <summary>Reads <c>a..b</c>: the whole numbers from a to b, both included.</summary>
internal static partial class IntegerRange
{
    /// <summary>Whether a text has the form of a range.</summary>
    public static bool IsWritten(string text) => Form().IsMatch(text);

    /// <summary>The range that somebody means who writes it as other languages do, <c>1-5</c> or <c>1:5</c>; null for any other text.</summary>
    public static string? Meant(string text) => ForeignForm().Match(text) is { Success: true } match ? $"{match.Groups[1].Value}..{match.Groups[2].Value}" : null;

    /// <summary>Reads a range; null after a problem was reported.</summary>
    public static AxisValues? Read(ScalarNode node, ProblemList problems)
    {
        var match = Form().Match(node.Value);
        var first = BigInteger.Parse(match.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var last = BigInteger.Parse(match.Groups[2].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (first > last)
        {
            problems.Error(
                node.Place,
                $"the range {Wording.Quote(node.Value)} is reversed",
                $"write {last}..{first}, or {{from: {first}, to: {last}, step: -1}} to count down");
            return null;
        }

        if (last - first >= Sweep.MaxTasks)
        {
            problems.Error(node.Place, $"the range {Wording.Quote(node.Value)} has more than 2^40 values", "a sweep has at most 2^40 elements");
            return null;
        }

        if (first < long.MinValue || last > long.MaxValue)
        {
            problems.Error(node.Place, $"the range {Wording.Quote(node.Value)} leaves the 64-bit numbers", "use smaller numbers");
            return null;
        }

        return new AxisValues.Integers((long)first, 1, (long)(last - first) + 1);
    }

    [GeneratedRegex(@"^([-+]?[0-9]{1,40})\.\.([-+]?[0-9]{1,40})\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"^([0-9]{1,18}) *(?:-|:|to|\.{3,}) *([0-9]{1,18})\z")]
    private static partial Regex ForeignForm();
}
