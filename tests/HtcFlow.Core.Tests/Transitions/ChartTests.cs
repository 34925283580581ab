using System.Text.RegularExpressions;
using HtcFlow.Core.Transitions;
using HtcFlow.Testing;

namespace HtcFlow.Core.Tests.Transitions;

public sealed partial class ChartTests
{
    [Fact]
    public void Chart_InArchitecture_IsTheTransitionTable()
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, "ARCHITECTURE.md"));

        IEnumerable<string> chart = Arrow().Matches(text)
            .Select(m => $"{m.Groups["from"].Value} --> {m.Groups["to"].Value}: {m.Groups["on"].Value}");
        IEnumerable<string> table = TransitionTable.Rows.Select(r => $"{r.From} --> {r.To}: {r.On}");

        Assert.Equal(table.Order(StringComparer.Ordinal), chart.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\s+(?<from>\w+) --> (?<to>\w+): (?<on>\w+)$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Arrow();
}
