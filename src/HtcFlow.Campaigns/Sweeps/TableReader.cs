using System.Text.RegularExpressions;
using HtcFlow.Campaigns.Assembly;
using HtcFlow.Campaigns.Language;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Sweeps;

/// <summary>Reads a CSV file into a dimension: the header names the axes, every further row is one position.</summary>
internal static class TableReader
{
    /// <summary>Largest table, 256 MB (10^6 bytes each): ten million rows of a few numbers, held in memory as they are.</summary>
    public const long MaxBytes = 256 * 1_000_000L;

    /// <summary>Reads a table; null after a problem was reported.</summary>
    public static Dimension? Read(ScalarNode name, Workbench bench)
    {
        if (bench.ReadText(name, MaxBytes, "table") is not { } text)
        {
            return null;
        }

        IReadOnlyList<(string Value, Place At)>? header = null;
        List<string>[] columns = [];
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        bool isSound = true;
        int before = bench.Problems.Count;
        foreach (var row in CsvText.Records(text, name.Value, bench.Problems))
        {
            if (header is null)
            {
                header = row;
                columns = [.. header.Select(static _ => new List<string>())];
                isSound = CheckHeader(header, bench.Problems);
            }
            else if (CheckRow(row, header.Count, lines, bench.Problems))
            {
                for (int c = 0; c < columns.Length; c++)
                {
                    columns[c].Add(row[c].Value);
                }
            }
        }

        if (lines.Count == 0 && bench.Problems.Count == before)
        {
            string what = header is null ? "is empty" : "has a header and no rows";
            bench.Problems.Error(new Place(name.Value, 1, 1), $"the table {what}", "write the names of the axes into the first line and values below");
            return null;
        }

        return isSound && columns.Length > 0 && columns[0].Count > 0
            ? new Dimension([.. header!.Select((cell, c) => new Axis(cell.Value, new AxisValues.Listed(columns[c])))])
            : null;
    }

    private static bool CheckHeader(IReadOnlyList<(string Value, Place At)> header, ProblemList problems)
    {
        bool isSound = true;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (value, at) in header)
        {
            if (!Regex.IsMatch(value, Scalars.Anchored(SweepLanguage.NameRule.Pattern), RegexOptions.NonBacktracking))
            {
                problems.Error(at, $"{Wording.Quote(value)} in the header cannot name an axis", $"write {SweepLanguage.NameRule.Expected}");
                isSound = false;
            }
            else if (!seen.Add(value))
            {
                problems.Error(at, $"the column {Wording.Quote(value)} stands twice in the header", "rename one of them");
                isSound = false;
            }
        }

        return isSound;
    }

    private static bool CheckRow(
        IReadOnlyList<(string Value, Place At)> row, int width, Dictionary<string, int> lines, ProblemList problems)
    {
        Place at = row[0].At;
        bool isNew = lines.TryAdd(string.Join('\u001f', row.Select(cell => cell.Value)), at.Line);
        if (row.Count != width)
        {
            problems.Error(at, $"this row has {Wording.Count(row.Count, "field")}, the header has {width}", "give every row one field a column");
            return false;
        }

        if (!isNew)
        {
            int first = lines[string.Join('\u001f', row.Select(cell => cell.Value))];
            problems.Error(at, $"this row is the same as that of line {first}", "remove one of them: equal parameters make equal tasks");
        }

        return isNew;
    }
}
