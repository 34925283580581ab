using System.Text;

namespace HtcFlow.Forecast.Markets;

/// <summary>Splits what a spreadsheet exports into rows: RFC 4180 quoting, cells parted by commas, semicolons or tabs.</summary>
internal static class CsvTable
{
    /// <summary>Character that begins a line of comment.</summary>
    private const char Comment = '#';

    /// <summary>Rows that are neither empty nor a comment, the header first.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="unclosed">Line of a quote that is never closed; 0 when there is none.</param>
    public static IReadOnlyList<CsvRow> Parse(string text, out int unclosed)
    {
        var rows = new List<CsvRow>();
        char separator = SeparatorOf(text);
        int line = 1;
        int at = 0;
        unclosed = 0;
        while (at < text.Length)
        {
            int begin = line;
            if (text[at] == Comment)
            {
                at = Math.Max(text.IndexOf('\n', at), at) is var end && text[end] == '\n' ? end + 1 : text.Length;
                line++;
                continue;
            }

            List<string> cells = ReadRow(text, separator, ref at, ref line, out bool isOpen);
            unclosed = isOpen ? begin : unclosed;
            if (cells.Exists(cell => cell.Length > 0))
            {
                rows.Add(new CsvRow(begin, cells));
            }
        }

        return rows;
    }

    // Spreadsheets of countries that write 0,5 separate by semicolons; the header, which holds no numbers, tells which.
    private static char SeparatorOf(string text)
    {
        string header = text.Split('\n').FirstOrDefault(l => l.Length > 0 && l[0] != Comment) ?? "";
        return header.Contains('\t', StringComparison.Ordinal) ? '\t'
            : header.Contains(';', StringComparison.Ordinal) && !header.Contains(',', StringComparison.Ordinal) ? ';'
            : ',';
    }

    private static List<string> ReadRow(string text, char separator, ref int at, ref int line, out bool isOpen)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            line += c == '\n' ? 1 : 0;
            if (c == '"')
            {
                // Two quotes inside a quoted cell are one; they close and open it again.
                bool isDouble = isQuoted && at + 1 < text.Length && text[at + 1] == '"';
                cell.Append(isDouble ? "\"" : "");
                at += isDouble ? 1 : 0;
                isQuoted = isDouble || !isQuoted;
            }
            else if (c == separator && !isQuoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else if (c == '\n' && !isQuoted)
            {
                at++;
                break;
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString().Trim());
        isOpen = isQuoted;
        return cells;
    }
}
