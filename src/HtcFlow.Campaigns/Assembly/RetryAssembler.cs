using System.Globalization;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>Unfolds the ranges of exit codes.</summary>
internal static class RetryAssembler
{
    private const int LargestCode = 255;

    /// <summary>The retry rules.</summary>
    public static RetrySpec Assemble(RetryDraft draft, ProblemList problems) =>
        draft.Spec with { ExitCodes = [.. draft.ExitCodes.SelectMany(code => CodesOf(code, problems)).Distinct().Order()] };

    private static IEnumerable<int> CodesOf(ScalarNode node, ProblemList problems)
    {
        string[] ends = node.Value.Split('-');
        int last = 0;
        bool isNumber = ends.Length <= 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out last)
            && first >= 1 && last <= LargestCode;
        int from = isNumber ? int.Parse(ends[0], CultureInfo.InvariantCulture) : 0;
        if (!isNumber)
        {
            problems.Error(node.Place, $"{Wording.Quote(node.Value)} is no exit code of a failure", "write numbers from 1 to 255 and ranges such as 128-143");
            return [];
        }

        if (from > last)
        {
            problems.Error(node.Place, $"the range {Wording.Quote(node.Value)} is reversed", $"write {last}-{from}");
            return [];
        }

        return Enumerable.Range(from, last - from + 1);
    }
}
