namespace HtcFlow.Core.Guards.Rates;

/// <summary>Turns a growing count of bytes into a rate that can be compared: over windows long enough for several steps, smoothed.</summary>
public sealed class ProgressTrend
{
    /// <summary>Shortest window: below a minute the gaps between two looks show.</summary>
    public static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);

    // Weight of the newest window. A rate that halves is at 0.53 of what it was after two windows, and 0.51 after three.
    private const double NewestWeight = 0.75;

    // Share of the attempt's own usual rate below which it has fallen: two deviations of a window's mean (see SlowRun) below 1.
    private const double FallenShare = 0.8;

    // Windows that make a rate usual, and windows of it that are kept: a day's drift is not compared with the first hour.
    private const int LeastUsual = 3;
    private const int MostKept = 64;

    private readonly TimeSpan? _window;
    private readonly List<double> _rates = [];
    private readonly Queue<double> _recent = new();
    private TimeSpan _begin;
    private double _beginUnits;
    private TimeSpan _first;
    private bool _isBegun;
    private bool _isPastFirst;

    /// <summary>Begins.</summary>
    /// <param name="secondsOfStep">Usual time between two steps in seconds; 0 to find it out from the attempt itself.</param>
    public ProgressTrend(double secondsOfStep) =>
        _window = secondsOfStep > 0 ? Longer(ShortestWindow, TimeSpan.FromSeconds(Math.Min(secondsOfStep, 1e8) * SlowRun.SamplesOfWindow)) : null;

    /// <summary>Smoothed rate in units per second; 0 before the second window has ended.</summary>
    public double Rate { get; private set; }

    /// <summary>Rate of the newest window alone.</summary>
    public double Newest { get; private set; }

    /// <summary>Windows that have ended, without the first, which is the command's start or its way back from a checkpoint.</summary>
    public int Windows { get; private set; }

    /// <summary>Whether the rate is clearly below what it was in this attempt before.</summary>
    public bool HasFallen
    {
        get
        {
            if (_rates.Count < LeastUsual)
            {
                return false;
            }

            double[] sorted = [.. _rates];
            Array.Sort(sorted);
            return Rate < sorted[sorted.Length / 2] * FallenShare;
        }
    }

    /// <summary>Takes a look in.</summary>
    /// <param name="elapsed">Time since the start.</param>
    /// <param name="units">Units so far.</param>
    /// <param name="steps">Times at which they grew.</param>
    /// <returns>Whether a window has ended with it.</returns>
    public bool Add(TimeSpan elapsed, double units, long steps)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            (_first, _begin, _beginUnits) = (elapsed, elapsed, units);
            return false;
        }

        TimeSpan length = elapsed - _begin;
        if (length < (_window ?? OwnWindow(elapsed, steps)))
        {
            return false;
        }

        double rate = Math.Max(0, units - _beginUnits) / length.TotalSeconds;
        (_begin, _beginUnits) = (elapsed, units);
        if (!_isPastFirst)
        {
            _isPastFirst = true;
            return false;
        }

        // The three newest windows are what may be slow; those before them are what is usual.
        Rate = Windows == 0 ? rate : (NewestWeight * rate) + ((1 - NewestWeight) * Rate);
        Newest = rate;
        Windows++;
        _recent.Enqueue(rate);
        if (_recent.Count > SlowRun.Windows)
        {
            _rates.Add(_recent.Dequeue());
            if (_rates.Count > MostKept)
            {
                _rates.RemoveAt(0);
            }
        }

        return true;
    }

    private TimeSpan OwnWindow(TimeSpan elapsed, long steps) =>
        steps == 0 ? TimeSpan.MaxValue : Longer(ShortestWindow, (elapsed - _first) / steps * SlowRun.SamplesOfWindow);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
