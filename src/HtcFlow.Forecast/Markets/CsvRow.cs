namespace HtcFlow.Forecast.Markets;

/// <summary>One row of a table with the line at which it begins.</summary>
/// <param name="Line">Line from 1.</param>
/// <param name="Cells">Cells without quotes and surrounding blanks.</param>
internal readonly record struct CsvRow(int Line, IReadOnlyList<string> Cells);
