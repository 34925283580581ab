namespace HtcFlow.Forecast.Runs;

/// <summary>Seeds of the runs of a forecast.</summary>
public static class RunSeeds
{
    /// <summary>Seed of a run; forecasts with neighbouring seeds share no run, but for coincidence.</summary>
    /// <param name="forecast">Seed of the forecast.</param>
    /// <param name="run">Number of the run, from 0.</param>
    public static int Of(int forecast, int run)
    {
        // The finalizer of SplitMix64 (Steele, Lea and Flood 2014): every bit of either number moves every bit of the result.
        ulong z = (((ulong)(uint)forecast << 32) | (uint)run) + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) & int.MaxValue);
    }
}
