namespace HtcFlow.Core.Guards.Rates;

/// <summary>Ends an attempt that goes far slower than its siblings went, when another one would be done earlier.</summary>
/// <remarks>Three windows in sequence must be slow, the first one never counts, and there must be something to gain: what is left here
/// is compared with what is left elsewhere from the newest checkpoint, a start included.</remarks>
public sealed class PaceGuard
{
    /// <summary>What another attempt costs before it computes: queue, container, inputs. Measured starts on busy clouds take one to two minutes.</summary>
    public static readonly TimeSpan Restart = TimeSpan.FromMinutes(2);

    // Where siblings differ much, only what is also slower than nine of ten of them is slow.
    private const double ShareOfLow = 0.8;

    // Of a task that has brought forth more than others ever did, this share is taken to be left.
    private const double LeastLeft = 0.1;

    private readonly double _bar;
    private readonly SiblingPace? _siblings;
    private readonly SlowRun _run = new();

    /// <summary>Begins.</summary>
    /// <param name="limits">Bars.</param>
    /// <param name="siblings">What is usual; null when nobody knows, which switches the guard off.</param>
    public PaceGuard(GuardLimits limits, SiblingPace? siblings)
    {
        _siblings = siblings is { BytesPerSecond: > 0, BytesOfTask: > 0 } ? siblings : null;
        _bar = _siblings is null ? 0 : Math.Min(limits.Pace * _siblings.BytesPerSecond, ShareOfLow * _siblings.LowBytesPerSecond);
        Trend = new ProgressTrend(_siblings?.SecondsOfStep ?? 0);
    }

    /// <summary>The attempt's own rate.</summary>
    public ProgressTrend Trend { get; }

    /// <summary>Whether the newest window was slow beside siblings, or slower than before: the second key of other guards.</summary>
    public bool IsSlow => Trend.HasFallen || _run.IsSuspicious;

    /// <summary>Takes a look in.</summary>
    /// <param name="elapsed">Time since the command's start.</param>
    /// <param name="bytes">Bytes that have appeared, those that a restored checkpoint stands for included.</param>
    /// <param name="steps">Times at which they grew in this attempt.</param>
    /// <param name="keptBytes">Bytes that another attempt would not have to make again.</param>
    /// <param name="evidence">What the kernel says about the host, for the reason.</param>
    public GuardVerdict? Add(TimeSpan elapsed, double bytes, long steps, double keptBytes, HostEvidence evidence)
    {
        if (!Trend.Add(elapsed, bytes, steps) || _bar <= 0 || _siblings is null)
        {
            return null;
        }

        // Windows are compared as they are: a smoothed rate needs one window more to show that the speed has halved.
        if (!_run.Add(Trend.Newest < _bar))
        {
            return null;
        }

        double rate = Trend.Rate;

        double all = Math.Max(_siblings.BytesOfTask, bytes / (1 - LeastLeft));
        double here = (all - bytes) / Math.Max(rate, _siblings.BytesPerSecond * 1e-6);
        double elsewhere = Restart.TotalSeconds + ((all - Math.Min(keptBytes, bytes)) / _siblings.BytesPerSecond);
        return here > elsewhere
            ? GuardVerdict.Slow(
                GuardKind.Pace,
                $"brings forth {GuardText.Bytes(rate)}/s where siblings brought {GuardText.Bytes(_siblings.BytesPerSecond)}/s, below the bar of "
                + $"{GuardText.Bytes(_bar)}/s in {SlowRun.Windows} windows{evidence.Text}")
            : null;
    }
}
