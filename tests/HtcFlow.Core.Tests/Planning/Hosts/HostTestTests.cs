using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Planning.Hosts;

namespace HtcFlow.Core.Tests.Planning.Hosts;

public sealed class HostTestTests
{
    [Fact]
    public void Add_AnyEnds_StaysBetweenZeroAndWhatBadEndsAloneGive() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed =>
        {
            var dice = new Random(seed);
            double usual = dice.NextDouble();
            double sum = 0;
            double worst = 0;
            for (int i = 0; i < 50; i++)
            {
                bool isBad = dice.Next(3) == 0;
                double next = HostTest.Add(sum, isBad, usual);
                Assert.True(isBad ? next >= sum : next <= sum);
                worst = HostTest.Add(worst, isBad: true, usual);
                sum = next;
                Assert.InRange(sum, 0, worst);
            }
        }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(0.0, 3)]
    [InlineData(0.005, 3)]
    [InlineData(0.02, 4)]
    [InlineData(0.1, 8)]
    public void Add_BadEndsAlone_PassTheLimitAfterSoMany(double usual, int ends)
    {
        double sum = 0;
        int needed = 0;
        for (; sum < HostTest.SuspectLimit; needed++)
        {
            sum = HostTest.Add(sum, isBad: true, usual);
        }

        Assert.Equal(ends, needed);
    }

    [Fact]
    public void Add_UsualShareThatIsHigh_IsNoEvidence() => Assert.Equal(1.5, HostTest.Add(1.5, isBad: true, 0.3));

    [Fact]
    public void Limits_AreTheLogarithmsTheyClaim()
    {
        Assert.Equal(HostTest.SuspectLimit, Math.Log(100_000), 0.01);
        Assert.Equal(HostTest.FailedLimit, Math.Log(1e9), 0.01);
    }
}
