using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Tests.Supervise;

public sealed class StopSequenceTests
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    [Fact]
    public void Advance_WithoutCheckpointSignal_TerminatesThenKills()
    {
        var stop = new StopSequence(s_grace, s_grace, 0, false);

        Assert.Equal(Signal.Terminate, At(stop, 0));
        Assert.Equal(0, At(stop, 9.9));
        Assert.Equal(s_grace, stop.Deadline);
        Assert.Equal(Signal.Kill, At(stop, 10));
        Assert.Null(stop.Deadline);
        Assert.Equal(0, At(stop, 1000));
    }

    [Fact]
    public void Advance_WithCheckpointSignal_AsksFirstAndWaits()
    {
        var stop = new StopSequence(s_grace, s_grace, Signal.User1, true);

        Assert.Equal(Signal.User1, At(stop, 0));
        Assert.Equal(0, At(stop, 5));
        Assert.Equal(Signal.Terminate, At(stop, 10));
        Assert.Equal(Signal.Kill, At(stop, 20));
    }

    [Fact]
    public void Advance_NothingToAskFor_WaitsForShippingOnly()
    {
        var stop = new StopSequence(s_grace, s_grace, 0, true);

        Assert.Equal(0, At(stop, 0));
        Assert.Equal(Signal.Terminate, stop.Advance(TimeSpan.FromSeconds(1), shipped: true, hurry: false));
    }

    [Fact]
    public void Advance_CheckpointCame_TerminatesAtOnce()
    {
        var stop = new StopSequence(s_grace, s_grace, Signal.User1, true);
        At(stop, 0);

        Assert.Equal(Signal.Terminate, stop.Advance(TimeSpan.FromSeconds(1), shipped: true, hurry: false));
        Assert.Equal(TimeSpan.FromSeconds(11), stop.Deadline);
    }

    [Fact]
    public void Advance_ToldAgain_WaitsNoLongerForACheckpoint()
    {
        var stop = new StopSequence(s_grace, s_grace, Signal.User1, true);
        At(stop, 0);

        Assert.Equal(Signal.Terminate, stop.Advance(TimeSpan.FromSeconds(1), shipped: false, hurry: true));
    }

    private static int At(StopSequence stop, double seconds) => stop.Advance(TimeSpan.FromSeconds(seconds), false, false);
}
