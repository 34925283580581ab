using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Guards;

namespace HtcFlow.Core.Tests.Guards;

public sealed class EvacuationTests
{
    [Fact]
    public void Plan_LittleToShip_ComputesOnForMostOfTheTwoMinutes()
    {
        Evacuation plan = Evacuation.Plan(TimeSpan.Zero, Seconds(120), Seconds(2), Seconds(5));

        Assert.True(plan.Fits);
        Assert.InRange(plan.AskAt, Seconds(95), Seconds(102));
        Assert.Equal(
            "2 min are left; the command goes on for 104.4 s, then 1.0 GB are uploaded in about 2.6 s", plan.Text(TimeSpan.Zero, Seconds(120), 1_000_000_000));
    }

    [Fact]
    public void Plan_TooMuchToShip_StopsAtOnceAndSaysSo()
    {
        Evacuation plan = Evacuation.Plan(Seconds(7), Seconds(127), Seconds(200), Seconds(5));

        Assert.False(plan.Fits);
        Assert.Equal((Seconds(7), Seconds(7)), (plan.AskAt, plan.StopAt));
        Assert.Contains("which is not enough to upload 64.0 GB (about 4.3 min) 10 s before the end", plan.Text(Seconds(7), Seconds(127), 64_000_000_000));
    }

    [Fact]
    public void Plan_WhenItFits_LeavesTheSafetyAfterCheckpointAndUpload() =>
        Prop.ForAll(Gen.Choose(0, 200).Three().ToArbitrary(), times =>
        {
            (int left, int upload, int checkpoint) = times;
            Evacuation plan = Evacuation.Plan(Seconds(50), Seconds(50 + left), Seconds(upload), Seconds(checkpoint));
            return plan.AskAt >= Seconds(50) && plan.StopAt >= plan.AskAt
                && (!plan.Fits || plan.AskAt + Seconds(checkpoint) + Seconds(upload) + Evacuation.Safety <= Seconds(50 + left));
        }).QuickCheckThrowOnFailure();

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
