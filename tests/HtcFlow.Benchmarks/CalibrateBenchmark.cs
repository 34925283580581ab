using HtcFlow.Forecast.Tests.Calibration;

namespace HtcFlow.Benchmarks;

/// <summary>Five hundred markets of 24 types, in each of which a race looks for the type on which a simulation is cheapest.</summary>
internal static class CalibrateBenchmark
{
    private const int Markets = 500;
    private const double MostRegret = 3;
    private const double MostSpend = 25;

    // The race promises its choice with a probability of 95 %.
    private const double Share = 0.95;

    public static int Run()
    {
        (double Regret, double Spend)[] trials = [.. Enumerable.Range(1, Markets).Select(static seed => new SimulatedTypes(seed).Try())];
        double regret = 100 * trials.Select(static t => t.Regret).Order().ElementAt((int)(Share * Markets));
        double spend = 100 * trials.Max(static t => t.Spend);
        Bar.Print("calibrate-regret-percent", regret, "%", ("needed", MostRegret), ("worst", 100 * trials.Max(static t => t.Regret)), ("mean", 100 * trials.Average(static t => t.Regret)));
        Bar.Print("calibrate-spend-percent", spend, "%", ("needed", MostSpend), ("mean", 100 * trials.Average(static t => t.Spend)));
        return regret <= MostRegret && spend <= MostSpend ? 0 : 1;
    }
}
