using HtcFlow.Core.Guards;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Guards;

/// <summary>Memory and scratch.</summary>
public sealed class SpaceGuardTests
{
    private const long Gigabyte = 1_000_000_000;

    [Theory]
    [InlineData(0.95, 949, false)]
    [InlineData(0.95, 950, true)]
    [InlineData(0, 1000, false)]
    public void Memory_NearTheLimit_EndsAsFailed(double bar, long used, bool ends)
    {
        GuardVerdict? verdict = MemoryGuard.Judge(new GuardLimits { Memory = bar }, used * 1_000_000, Gigabyte);

        Assert.Equal(ends ? "Failed 137" : null, verdict is null ? null : $"{verdict.Outcome} {verdict.Exit}");
    }

    [Fact]
    public void Memory_NoLimit_NeverEndsAnything() => Assert.Null(MemoryGuard.Judge(new GuardLimits { Memory = 0.5 }, Gigabyte, 0));

    [Theory]
    [InlineData(8, Outcome.Failed, 73)]
    [InlineData(1, Outcome.Lost, 75)]
    public void Scratch_FullForAMinute_BlamesWhoFilledIt(long ownGigabytes, Outcome outcome, int exit)
    {
        var guard = new ScratchGuard();

        Assert.Null(Judge(guard, 0, Gigabyte, ownGigabytes));
        Assert.Null(Judge(guard, 10, 0, ownGigabytes));
        Assert.True(guard.IsFull);
        Assert.Null(Judge(guard, 69, 0, ownGigabytes));
        GuardVerdict? verdict = Judge(guard, 70, 0, ownGigabytes);

        Assert.Equal((outcome, exit), (verdict!.Outcome, verdict.Exit));
        Assert.StartsWith("the scratch file system of 10.0 GB has been full for 60 s", verdict.Reason);
    }

    [Fact]
    public void Scratch_RoomIsMadeInTime_GoesOn()
    {
        var guard = new ScratchGuard();
        for (int second = 0; second < 600; second += 10)
        {
            Assert.Null(Judge(guard, second, second % 60 == 0 ? Gigabyte : 0, 8));
        }
    }

    [Fact]
    public void Scratch_FullBeforeTheCommandBegan_IsNoneOfItsBusiness()
    {
        var guard = new ScratchGuard();

        Assert.Null(Judge(guard, 0, 0, 8));
        Assert.Null(Judge(guard, 1000, 0, 8));
    }

    private static GuardVerdict? Judge(ScratchGuard guard, int second, long free, long ownGigabytes) =>
        guard.Judge(TimeSpan.FromSeconds(second), free, 10 * Gigabyte, () => ownGigabytes * Gigabyte);
}
