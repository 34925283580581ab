using HtcFlow.Core.Guards.Rates;

namespace HtcFlow.Core.Tests.Guards.Rates;

public sealed class SiblingPaceTests
{
    [Fact]
    public void Of_Reports_GivesMediansAndWhatNineOfTenReached()
    {
        SiblingPace pace = SiblingPace.Of([.. Enumerable.Range(1, 21).Select(n => new AttemptPace(n * 1000, 10, 10, n == 7 ? 0 : n * 1e9))]);

        Assert.Equal(1100, pace.BytesPerSecond);
        Assert.Equal(300, pace.LowBytesPerSecond);
        Assert.Equal(11_000, pace.BytesOfTask);
        Assert.Equal(1, pace.SecondsOfStep);
        Assert.Equal(11e9, pace.BandwidthBytesPerSecond);
    }

    [Fact]
    public void Of_TasksThatBringNothing_KnowsNothing() =>
        Assert.Equal(new SiblingPace(), SiblingPace.Of([new AttemptPace(0, 0, 10, 0), new AttemptPace(5, 1, 0, 0)]));
}
