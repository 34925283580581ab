namespace HtcFlow.Core.Planning.Hosts;

/// <summary>The sequential test that tells a broken host from one with bad luck: Page's cumulative sum of log likelihood ratios.</summary>
/// <remarks>
/// Each end multiplies the likelihood ratio of "bad ends come at <see cref="BrokenShare"/> here" against "they come at the usual share";
/// its logarithm is added up and never falls below 0, so that a host which was good for weeks is not given credit when it breaks.
/// On a host that is as good as the fleet the sum passes ln(A) within n ends with a probability of at most n / A (the sum stays below the
/// Shiryaev-Roberts sum, whose distance from n is a martingale), and that stays true when the usual share is put too high, not when it is put
/// too low; hence the lower bound and the prior in <see cref="FleetTally"/>.
/// </remarks>
public static class HostTest
{
    /// <summary>Share of bad ends on a host that is to be found; a host that always fails is found sooner.</summary>
    public const double BrokenShare = 0.5;

    /// <summary>Least usual share of bad ends: one step is then at most ln(0.5 / 0.005) = 4.6, so two bad ends (9.2) never suffice.</summary>
    public const double LeastUsual = 0.005;

    /// <summary>Above this share bad ends are the campaign's trouble and say nothing about hosts.</summary>
    public const double MostUsual = 0.25;

    /// <summary>Sum at which a host is broken by suspect ends: ln(100,000). A good host that runs 100 attempts is blamed in at most
    /// 100 / 100,000 = 0.1 % of all cases.</summary>
    public const double SuspectLimit = 11.51;

    /// <summary>The same for plain failures, which are the task's fault unless that is wildly unlikely: ln(10^9).</summary>
    public const double FailedLimit = 20.72;

    /// <summary>The sum after another end.</summary>
    /// <param name="sum">The sum before it, at least 0.</param>
    /// <param name="isBad">Whether the end was bad.</param>
    /// <param name="usual">Usual share of bad ends, 0 .. 1.</param>
    public static double Add(double sum, bool isBad, double usual)
    {
        if (usual > MostUsual)
        {
            return sum;
        }

        double share = Math.Max(usual, LeastUsual);
        return Math.Max(0, sum + (isBad ? Math.Log(BrokenShare / share) : Math.Log((1 - BrokenShare) / (1 - share))));
    }
}
