using HtcFlow.Core.Guards.Rates;

namespace HtcFlow.Core.Guards;

/// <summary>Ends an attempt on a host whose memory bandwidth stays low, if the attempt has become slow too.</summary>
/// <remarks>Two keys, because the probe measures the load of the attempt itself as well: a command that uses all the bandwidth there is must
/// not be condemned by it.</remarks>
public sealed class BandwidthGuard
{
    /// <summary>Time between two samples.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Time between two samples while the newest one was low: three windows then take four minutes instead of twelve.</summary>
    public static readonly TimeSpan SuspiciousInterval = TimeSpan.FromSeconds(10);

    // Quiet windows of the attempt itself that stand in for a baseline when none was handed in.
    private const int WindowsOfBaseline = 2;

    private readonly GuardLimits _limits;
    private readonly List<double> _window = [];
    private readonly List<double> _own = [];
    private readonly SlowRun _run = new();
    private double _baseline;

    /// <summary>Begins.</summary>
    /// <param name="limits">Bars.</param>
    /// <param name="before">What was measured on the host before the command started, in bytes per second; 0 for nothing.</param>
    /// <param name="usual">Median of the siblings' hosts, 0 when nobody knows.</param>
    public BandwidthGuard(GuardLimits limits, double before, double usual)
    {
        _limits = limits;
        _baseline = Math.Max(before, usual);
        WasLowBefore = before > 0 && before < Bar;
    }

    /// <summary>Whether the host was below the bar before the command could load it.</summary>
    public bool WasLowBefore { get; }

    /// <summary>Bar in bytes per second; 0 as long as nothing is known to derive it from.</summary>
    public double Bar => Math.Max(_limits.BandwidthBytesPerSecond, _limits.BandwidthShare * _baseline);

    /// <summary>Median of the newest window in bytes per second; 0 before the first has ended.</summary>
    public double Current { get; private set; }

    /// <summary>Wait until the next sample.</summary>
    public TimeSpan Wait { get; private set; } = Interval;

    /// <summary>Takes a sample in.</summary>
    /// <param name="bytesPerSecond">Best of a few passes of the probe.</param>
    /// <param name="isSlow">The second key: the attempt's progress fell, or the host's processors are stolen.</param>
    /// <param name="evidence">What the kernel says about the host, for the reason.</param>
    public GuardVerdict? Add(double bytesPerSecond, bool isSlow, HostEvidence evidence)
    {
        _window.Add(bytesPerSecond);
        Wait = bytesPerSecond < Bar || _run.IsSuspicious ? SuspiciousInterval : Interval;
        if (_window.Count < SlowRun.SamplesOfWindow)
        {
            return null;
        }

        _window.Sort();
        Current = (_window[(SlowRun.SamplesOfWindow / 2) - 1] + _window[SlowRun.SamplesOfWindow / 2]) / 2;
        _window.Clear();
        if (_baseline <= 0 && _limits.BandwidthShare > 0)
        {
            _own.Add(Current);
            _baseline = _own.Count < WindowsOfBaseline ? 0 : _own.Max();
        }

        return _run.Add(Current < Bar) && (isSlow || WasLowBefore)
            ? GuardVerdict.Slow(
                GuardKind.Bandwidth,
                $"memory bandwidth is {GuardText.Bytes(Current)}/s, below the bar of {GuardText.Bytes(Bar)}/s in {SlowRun.Windows} windows, and "
                + (isSlow ? "the attempt has become slow" : "was low before the command started") + evidence.Text)
            : null;
    }
}
