namespace HtcFlow.Core.Guards.Rates;

/// <summary>Counts windows in sequence that lie below a bar: three are a verdict, one that does not ends the sequence.</summary>
/// <remarks>
/// Derivation: samples vary by a lognormal factor of sigma 0.3, and a window stands for eight of them, which leaves 0.11 for their mean and
/// 0.13 for their median (0.3 / sqrt 8, times 1.25). A good host lies 3.3 of these deviations above the bar of 0.65, so that three windows in
/// sequence are below it once in 10^9; a host of half the speed lies 2 below it, and three windows find it in 93 of 100 cases by the median and 98 by the mean.
/// </remarks>
public sealed class SlowRun
{
    /// <summary>Windows in sequence that make a verdict.</summary>
    public const int Windows = 3;

    /// <summary>Samples that a window stands for.</summary>
    public const int SamplesOfWindow = 8;

    private int _low;

    /// <summary>Whether the latest window was low, so that looking more often is worth it.</summary>
    public bool IsSuspicious => _low > 0;

    /// <summary>Takes a window in.</summary>
    /// <returns>Whether it is the last of a sequence that makes a verdict; further low windows make it again.</returns>
    public bool Add(bool isLow)
    {
        _low = isLow ? _low + 1 : 0;
        return _low >= Windows;
    }
}
