using HtcFlow.Aws.Calls.Pace;

namespace HtcFlow.Aws.Tests.Calls.Pace;

/// <summary>What the limiter promises: over 95 % of the allowed rate used, under 1 % of calls refused.</summary>
public sealed class RateLearnerTests
{
    private const double Minutes10 = 600;

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(100)]
    public void Take_AlwaysBusy_UsesWhatIsAllowed(double burst)
    {
        var service = new SimulatedService(static _ => 50, burst, 1);
        service.Run(Minutes10);
        Assert.InRange(service.Used(0, Minutes10) / 50, 0.98, 1.01);
        Assert.InRange(service.Refused(0, Minutes10), 0, 0.004);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(10)]
    public void Take_AllowedRateIsAnother_LearnsIt(double allowed)
    {
        var service = new SimulatedService(_ => allowed, allowed, 1);
        service.Run(Minutes10);
        Assert.InRange(service.Used(120, Minutes10) / allowed, 0.95, 1.05);
        Assert.InRange(service.Refused(120, Minutes10), 0, 0.01);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(50)]
    public void Take_SomebodyTakesHalf_UsesTheOtherHalf(double burst)
    {
        var service = new SimulatedService(static _ => 50, burst, 1) { Strangers = 25 };
        service.Run(Minutes10);
        Assert.InRange(service.Used(0, Minutes10) / 25, 0.95, 1.3);
        Assert.InRange(service.Refused(0, Minutes10), 0, 0.01);
    }

    [Fact]
    public void Take_TwoClients_ShareFairly()
    {
        var service = new SimulatedService(static _ => 50, 50, 2);
        service.Run(Minutes10);
        Assert.InRange(service.Used(0, Minutes10) / 50, 0.98, 1.01);
        Assert.InRange(service.Refused(0, Minutes10), 0, 0.01);
        Assert.InRange(service.Used(120, Minutes10, client: 0) / 50, 0.4, 0.6);
    }

    [Fact]
    public void Take_LimitFallsAndRisesAgain_Follows()
    {
        var service = new SimulatedService(static now => now is >= 200 and < 400 ? 25 : 50, 50, 1);
        service.Run(Minutes10);
        Assert.InRange(service.Used(210, 400) / 25, 0.95, 1.05);
        Assert.InRange(service.Refused(199, 230), 0, 0.03);
        Assert.InRange(service.Used(440, Minutes10) / 50, 0.95, 1.05);
        Assert.InRange(service.Refused(0, Minutes10), 0, 0.01);
        Assert.InRange(service.Used(0, Minutes10) / ((400 * 50.0 / 600) + (200 * 25.0 / 600)), 0.95, 1.01);
    }

    [Fact]
    public void Take_AfterIdleTime_NeitherHoardsTurnsNorRaisesTheRate()
    {
        var learner = new RateLearner(50);
        learner.Take(0);
        Assert.Equal(1000, learner.Take(1000));
        Assert.Equal(1000.02, learner.Take(1000), 9);
        Assert.Equal(50, learner.Rate, 9);
    }

    [Fact]
    public void OnRefused_CallsOfBeforeTheLastLowering_ChangeNothing()
    {
        var learner = new RateLearner(50);
        learner.OnRefused(0);
        double lowered = learner.Rate;
        learner.OnRefused(0);
        Assert.Equal(45, lowered, 9);
        Assert.Equal(lowered, learner.Rate);
    }
}
