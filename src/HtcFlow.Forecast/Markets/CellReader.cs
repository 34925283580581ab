using System.Globalization;

namespace HtcFlow.Forecast.Markets;

/// <summary>Reads the cells of one row, by the names of the header's columns.</summary>
/// <param name="draft">Takes the problems.</param>
/// <param name="file">File as the user called it.</param>
/// <param name="columns">Position of each column.</param>
/// <param name="row">The row.</param>
internal readonly struct CellReader(MarketDraft draft, string file, IReadOnlyDictionary<string, int> columns, CsvRow row)
{
    private const double Percent = 100;

    /// <summary>Text of a cell; empty when the column or the cell is missing.</summary>
    public string Text(string column) => columns.TryGetValue(column, out int at) && at < row.Cells.Count ? row.Cells[at] : "";

    /// <summary>Text of a cell that must not be empty; null after saying so.</summary>
    public string? Required(string column)
    {
        string text = Text(column);
        return text.Length > 0 ? text : Refuse<string>($"the {column} is missing", $"give every row a {column}");
    }

    /// <summary>A number within bounds; null when the cell is empty or, after saying so, is no such number.</summary>
    public double? Number(string column, double least, double most)
    {
        string text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        bool isShare = text.EndsWith('%');
        string digits = text.TrimEnd('%').TrimStart('$').Trim();
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double value))
        {
            string help = digits.Contains(',', StringComparison.Ordinal) ? "write a decimal point and no separators of thousands" : "write a number such as 0.25";
            return Refuse<double?>($"the {column} is '{text}', which is no number", help);
        }

        value = isShare ? value / Percent : value;
        return value >= least && value <= most
            ? value
            : Refuse<double?>($"the {column} is {text}", string.Create(CultureInfo.InvariantCulture, $"it lies between {least} and {most}"));
    }

    /// <summary>A whole number within bounds; null when the cell is empty or, after saying so, is no such number.</summary>
    public int? Whole(string column, int least, int most)
    {
        double? value = Number(column, least, most);
        return value is null || value == Math.Floor(value.Value)
            ? (int?)value
            : Refuse<int?>($"the {column} is {Text(column)}", "write a whole number");
    }

    /// <summary>A moment; without a zone of its own it is in universal time. Null after saying what is wrong.</summary>
    public DateTimeOffset? Moment(string column)
    {
        if (Required(column) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)
            && char.IsDigit(text[0]) && text.Length >= 8 && char.IsDigit(text[3])
            ? at
            : Refuse<DateTimeOffset?>($"the {column} is '{text}', which is no time", "write it as 2026-11-01T13:00:00Z or 2026-11-01 13:00");
    }

    private T? Refuse<T>(string what, string help)
    {
        draft.AddProblem(file, row.Line, what, help);
        return default;
    }
}
