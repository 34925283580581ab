using HtcFlow.Backends.Simulated.Machines;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Guards;
using HtcFlow.Core.Guards.Rates;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>Lets the runner's own guards watch a simulated attempt, to find out when they would end it.</summary>
/// <remarks>Rates are watched on machines with a trouble alone: elsewhere guards end fewer than one attempt in a thousand, and a cloud of
/// 40,000 machines would throw dice for nothing.</remarks>
internal static class GuardedRun
{
    // Any figure does: guards compare bandwidths with each other.
    private const double UsualBandwidth = 20e9;

    // Spread of the best of four passes of which each varies by sigma 0.3 (standard deviation of the largest of four normal numbers: 0.70).
    private const double BandwidthSigma = 0.21;

    // Guards that have not spoken in a day of windows will not.
    private const int MostWindows = 1_440;

    /// <summary>When a guard would end the attempt, in milliseconds from its begin; the largest number for never.</summary>
    /// <param name="job">The array.</param>
    /// <param name="index">The task.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="secondsInAll">Time that the whole task takes on the machine.</param>
    internal static long EndOf(CloudJob job, long index, Machine machine, double secondsInAll)
    {
        GuardLimits limits = job.Order.LimitsOf(index);
        TimeSpan end = WalltimeGuard.EndsAt(limits) ?? TimeSpan.MaxValue;
        if (SilenceGuard.EndsAt(limits, TimeSpan.Zero) is { } silence
            && (machine.Trouble == MachineTrouble.Stalled || SilenceGuard.Judge(limits, StepOf(job, machine, secondsInAll), TimeSpan.Zero) is not null))
        {
            end = silence < end ? silence : end;
        }

        if (machine.Trouble == MachineTrouble.LowBandwidth && limits.WantsBandwidth && EndByBandwidth(job, index, machine, limits, end) is { } low)
        {
            end = low;
        }

        if (machine.Trouble is MachineTrouble.Slow or MachineTrouble.LowBandwidth && limits.Pace > 0
            && EndByPace(job, index, limits, secondsInAll, end) is { } slow)
        {
            end = slow;
        }

        return end == TimeSpan.MaxValue ? long.MaxValue : (long)end.TotalMilliseconds;
    }

    // Longest time between two signs of progress.
    private static TimeSpan StepOf(CloudJob job, Machine machine, double secondsInAll)
    {
        TaskModel model = job.Stage.Model;
        double step = model.OutputEvery > 0 ? secondsInAll * model.OutputEvery : secondsInAll;
        double checkpoint = model.CheckpointEvery.TotalSeconds;
        return TimeSpan.FromSeconds(Math.Min(checkpoint > 0 ? Math.Min(step, checkpoint / machine.Speed) : step, 1e9));
    }

    private static TimeSpan? EndByBandwidth(CloudJob job, long index, Machine machine, GuardLimits limits, TimeSpan end)
    {
        // A bar in bytes per second was set by somebody who knows the machines: it is taken for the usual share of a sound one's bandwidth.
        double share = Math.Max(limits.BandwidthShare, limits.BandwidthBytesPerSecond > 0 ? GuardLimits.UsualShare / (1 << limits.Rises) : 0);
        double bandwidth = UsualBandwidth * machine.Speed / machine.Spec.Speed;
        var guard = new BandwidthGuard(new GuardLimits { BandwidthShare = share }, bandwidth, UsualBandwidth);
        TimeSpan at = BandwidthGuard.Interval;
        for (int sample = 0; sample < MostWindows * SlowRun.SamplesOfWindow && at < end; sample++)
        {
            double noise = BandwidthSigma * Dice.Normal(Dice.Throw(job.Seed + (ulong)index, sample, job.Attempt, DicePurpose.Bandwidth));
            if (guard.Add(bandwidth * Math.Exp(noise), isSlow: true, default) is not null)
            {
                return at;
            }

            at += guard.Wait;
        }

        return null;
    }

    private static TimeSpan? EndByPace(CloudJob job, long index, GuardLimits limits, double secondsInAll, TimeSpan end)
    {
        if (job.Order.Siblings is not { BytesOfTask: > 0 } siblings)
        {
            return null;
        }

        double restored = AttemptRules.RestoredOf(job, index) / job.Stage.WorkOf(index);
        double every = job.Stage.Model.CheckpointEvery.TotalSeconds / job.Stage.WorkOf(index);
        var guard = new PaceGuard(limits, siblings);
        var window = TimeSpan.FromSeconds(Math.Max(ProgressTrend.ShortestWindow.TotalSeconds, siblings.SecondsOfStep * SlowRun.SamplesOfWindow));
        for (int looks = 0; looks < MostWindows && window * looks < end; looks++)
        {
            double done = restored + (window.TotalSeconds * looks / secondsInAll);
            if (done >= 1)
            {
                break;
            }

            double kept = every > 0 ? Math.Max(restored, Math.Floor(done / every) * every) : restored;
            if (guard.Add(window * looks, done * siblings.BytesOfTask, looks, kept * siblings.BytesOfTask, default) is not null)
            {
                return window * looks;
            }
        }

        return null;
    }
}
