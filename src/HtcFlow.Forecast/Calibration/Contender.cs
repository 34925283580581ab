namespace HtcFlow.Forecast.Calibration;

/// <summary>A type of machines that takes part in a calibration.</summary>
/// <param name="PerHour">Dollars an hour for one machine, over the time for which a type is chosen.</param>
/// <param name="Slots">Simulations that fit into one machine at a time, at least 1.</param>
public readonly record struct Contender(double PerHour, int Slots);
