namespace HtcFlow.Forecast.Markets;

/// <summary>One price of a market file.</summary>
/// <param name="File">File as the user called it.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="At">Time from which it holds.</param>
/// <param name="Place">Where.</param>
/// <param name="Dollars">Dollars an hour for one machine.</param>
internal readonly record struct PriceRow(string File, int Line, DateTimeOffset At, MachinePlace Place, double Dollars);
