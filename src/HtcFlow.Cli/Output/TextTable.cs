using System.Text;

namespace HtcFlow.Cli.Output;

/// <summary>Lines text up in columns; columns of numbers stand to the right.</summary>
internal sealed class TextTable
{
    private readonly string[] _header;
    private readonly bool[] _right;
    private readonly List<string[]> _rows = [];

    /// <summary>Begins a table.</summary>
    /// <param name="header">Titles; one that begins with <c>&gt;</c> stands above a column that is aligned to the right.</param>
    public TextTable(params ReadOnlySpan<string> header)
    {
        _right = new bool[header.Length];
        _header = new string[header.Length];
        for (int c = 0; c < header.Length; c++)
        {
            _right[c] = header[c].StartsWith('>');
            _header[c] = header[c].TrimStart('>');
        }
    }

    /// <summary>Adds a row with a cell for every column.</summary>
    public TextTable Row(params ReadOnlySpan<string> cells)
    {
        _rows.Add(cells.ToArray());
        return this;
    }

    /// <summary>Formats the table; every line ends in a line feed.</summary>
    public override string ToString()
    {
        int[] widths = [.. _header.Select((title, c) => _rows.Select(row => row[c].Length).Append(title.Length).Max())];
        var text = new StringBuilder();
        foreach (string[] row in _rows.Prepend(_header))
        {
            var line = new StringBuilder();
            for (int c = 0; c < row.Length; c++)
            {
                line.Append(c == 0 ? "" : "  ").Append(_right[c] ? row[c].PadLeft(widths[c]) : row[c].PadRight(widths[c]));
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
