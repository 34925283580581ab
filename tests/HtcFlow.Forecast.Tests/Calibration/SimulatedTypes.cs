using HtcFlow.Forecast.Calibration;

namespace HtcFlow.Forecast.Tests.Calibration;

/// <summary>Types of machines with speeds, spreads and moving prices that dice have thrown, and a race among them.</summary>
internal sealed class SimulatedTypes
{
    /// <summary>Samples of each type that a calibration without a race would take.</summary>
    public const int Equal = 2_000;

    private const int Types = 24;
    private const double Spread = 0.2;
    private const int HistoryHours = 24 * 14;
    private readonly Random _dice;
    private readonly double[] _seconds;
    private readonly double[][] _prices;

    public SimulatedTypes(int seed)
    {
        _dice = new Random(seed);

        // Mean run times differ by 20 %, as do the prices around a common level; each price moves by another 15 %.
        _seconds = [.. Enumerable.Range(0, Types).Select(_ => 3_600 * Math.Exp(Spread * Normal()))];
        _prices = [.. Enumerable.Range(0, Types).Select(_ => Walk(0.5 * Math.Exp(Spread * Normal())))];
    }

    /// <summary>Costs of the chosen type beyond those of the best one, a share of these, and the dollars spent as a share of equal samples.</summary>
    public (double Regret, double Spend) Try()
    {
        var race = new Race(Types, 20, Equal, Types * Equal / 4);
        double spent = 0;
        for (int hour = 0; !race.IsOver; hour++)
        {
            foreach ((int type, int samples) in race.Wanted())
            {
                race.SampleOf(type).PerHour = _prices[type].Average();
                for (int i = 0; i < samples; i++)
                {
                    // Log-normal with a deviation of 20 % around the mean of the type.
                    double seconds = _seconds[type] * Math.Exp((Spread * Normal()) - (Spread * Spread / 2));
                    race.SampleOf(type).Add(seconds, 1);
                    spent += seconds / 3600 * _prices[type][hour % HistoryHours];
                }
            }

            race.EndRound();
        }

        double[] costs = [.. Enumerable.Range(0, Types).Select(t => _seconds[t] / 3600 * _prices[t].Average())];
        return ((costs[race.Best] / costs.Min()) - 1, spent / (Equal * costs.Sum()));
    }

    // A price that swings back to its level.
    private double[] Walk(double level)
    {
        var prices = new double[HistoryHours];
        double offset = 0.15 * Normal();
        for (int hour = 0; hour < HistoryHours; hour++)
        {
            offset = (0.97 * offset) + (0.0365 * Normal());
            prices[hour] = level * Math.Exp(offset);
        }

        return prices;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _dice.NextDouble())) * Math.Cos(2 * Math.PI * _dice.NextDouble());
}
