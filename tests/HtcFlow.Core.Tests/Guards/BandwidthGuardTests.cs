using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Guards;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.Wire;
using Outcome = HtcFlow.Core.Wire.Outcome;

namespace HtcFlow.Core.Tests.Guards;

public sealed class BandwidthGuardTests
{
    private const double Usual = 20e9;
    private const int Window = SlowRun.SamplesOfWindow;
    private static readonly GuardLimits s_auto = new() { BandwidthShare = GuardLimits.UsualShare };

    [Fact]
    public void Add_HealthyHostWithNoise_IsKilledLessThanOnceInAThousandAttempts()
    {
        // Six hours, a sample each 30 s, and the second key always turned: the first one alone keeps the promise.
        const int Attempts = 4_000;
        const int Samples = 720;
        int kills = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var noise = new GuardNoise(attempt);
            var guard = new BandwidthGuard(s_auto, Usual * s_best4Bias, 0);
            for (int sample = 0; sample < Samples; sample++)
            {
                if (guard.Add(BestOf4(noise, Usual), isSlow: true, default) is not null)
                {
                    kills++;
                    break;
                }
            }
        }

        Assert.True(kills < Attempts / 1000.0, $"{kills} of {Attempts} attempts on healthy hosts were ended");
    }

    [Fact]
    public void Add_HostOfHalfTheSpeed_IsSeenWithinThreeWindows()
    {
        const int Attempts = 1_000;
        int seen = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var noise = new GuardNoise(attempt);
            var guard = new BandwidthGuard(s_auto, Usual * s_best4Bias, 0);
            bool isSeen = false;
            for (int sample = 0; sample < 3 * Window; sample++)
            {
                isSeen |= guard.Add(BestOf4(noise, Usual / 2), isSlow: true, default) is not null;
            }

            seen += isSeen ? 1 : 0;
        }

        Assert.True(seen >= Attempts * 0.98, $"{seen} of {Attempts} slow hosts were seen");
    }

    [Fact]
    public void Add_OneKeyAlone_EndsNothing()
    {
        var own = new BandwidthGuard(s_auto, Usual, 0);
        var slow = new BandwidthGuard(s_auto, Usual, 0);
        for (int sample = 0; sample < 100 * Window; sample++)
        {
            Assert.Null(own.Add(Usual / 10, isSlow: false, default)); // a command that takes all the bandwidth there is
            Assert.Null(slow.Add(Usual, isSlow: true, default)); // a phase in which it does something else
        }
    }

    [Fact]
    public void Add_BothKeys_EndsAsSlowAndSaysWhy()
    {
        var guard = new BandwidthGuard(s_auto, Usual, 0);

        GuardVerdict? verdict = Feed(guard, Usual / 4, 3 * Window, true);

        Assert.Equal((GuardKind.Bandwidth, Outcome.Slow, ExitCode.TryAgain), (verdict!.Guard, verdict.Outcome, verdict.Exit));
        Assert.Equal(
            "memory bandwidth is 5.0 GB/s, below the bar of 13.0 GB/s in 3 windows, and the attempt has become slow; CPU steal 25 %", verdict.Reason);
    }

    [Fact]
    public void Add_LowBeforeTheCommandStarted_NeedsNoOtherKey()
    {
        var guard = new BandwidthGuard(new GuardLimits { BandwidthBytesPerSecond = 10_000_000_000 }, 4e9, 0);

        Assert.True(guard.WasLowBefore);
        Assert.Contains("was low before the command started", Feed(guard, 4e9, 3 * Window, false)!.Reason);
    }

    [Fact]
    public void Add_FleetIsFaster_MeasuresTheHostByTheFleet()
    {
        var guard = new BandwidthGuard(s_auto, Usual / 4, Usual);

        Assert.Equal(Usual * GuardLimits.UsualShare, guard.Bar);
        Assert.True(guard.WasLowBefore);
    }

    [Fact]
    public void Add_NoBaseline_TakesTheFirstQuietWindows()
    {
        var guard = new BandwidthGuard(s_auto, 0, 0);

        Feed(guard, Usual, Window, false);
        Assert.Equal(0, guard.Bar);
        Feed(guard, Usual, Window, false);

        Assert.Equal(Usual * GuardLimits.UsualShare, guard.Bar, 1.0);
        Assert.NotNull(Feed(guard, Usual / 4, 3 * Window, true));
    }

    [Fact]
    public void Wait_LowSample_IsShorter()
    {
        var guard = new BandwidthGuard(s_auto, Usual, 0);

        guard.Add(Usual, false, default);
        Assert.Equal(BandwidthGuard.Interval, guard.Wait);
        guard.Add(Usual / 4, false, default);
        Assert.Equal(BandwidthGuard.SuspiciousInterval, guard.Wait);
    }

    [Fact]
    public void Add_AnySamples_NeedsThreeWindows() =>
        Prop.ForAll(
            Gen.Choose(1, 100).Select(gb => gb * 1e9).ListOf(3 * Window - 1).ToArbitrary(),
            samples =>
            {
                var guard = new BandwidthGuard(s_auto, Usual, 0);
                return samples.All(sample => guard.Add(sample, true, default) is null);
            }).QuickCheckThrowOnFailure();

    // The largest of four lognormal samples of sigma 0.3 lies at exp(1.03 x 0.3) on the average, for baseline and samples alike.
    private static readonly double s_best4Bias = Math.Exp(1.03 * GuardNoise.Sigma);

    private static double BestOf4(GuardNoise noise, double value) =>
        Math.Max(Math.Max(noise.Around(value), noise.Around(value)), Math.Max(noise.Around(value), noise.Around(value)));

    private static GuardVerdict? Feed(BandwidthGuard guard, double value, int samples, bool isSlow)
    {
        GuardVerdict? verdict = null;
        for (int sample = 0; sample < samples; sample++)
        {
            verdict = guard.Add(value, isSlow, new HostEvidence(isSlow ? 0.25 : 0, 0, 0, 0)) ?? verdict;
        }

        return verdict;
    }
}
