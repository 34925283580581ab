using HtcFlow.Runner.Spot;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Spot;

public sealed class LeavingTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SpotNews _news = new();
    private readonly List<string> _said = [];
    private readonly Progress _progress;

    public LeavingTests() => _progress = new Progress(_time);

    [Fact]
    public void Advance_Notice_AsksAtOnceComputesOnAndStopsInTime()
    {
        Leaving leaving = Of(canCheckpoint: true);
        Assert.Equal(LeavingStep.None, leaving.Advance());
        Notice("terminate", 120);

        Assert.Equal(LeavingStep.AskCheckpoint, leaving.Advance());
        _time.Advance(TimeSpan.FromSeconds(2));
        _progress.CountCommit(_progress.CountBegun());
        double stopped = UntilStop(leaving);

        // Two seconds of checkpoint, three to end, ten to spare.
        Assert.InRange(stopped, 95, 106);
        Assert.StartsWith("the machine is being taken away (terminate): 2 min are left; the command goes on for", Assert.Single(_said));
        Assert.True(_progress.Urgency.IsDeadlineNear);
    }

    [Fact]
    public void Advance_LargeBacklog_StopsEarlierAndSaysThatItWillNotDo()
    {
        _progress.Backlog.Wait(100_000_000_000);
        Leaving leaving = Of(canCheckpoint: false);
        Notice("terminate", 120);

        Assert.Equal(LeavingStep.Stop, leaving.Advance());
        Assert.Contains("not enough to upload 100.0 GB", Assert.Single(_said));
    }

    [Fact]
    public void Advance_AMomentLaterThanPlanned_StopsAndDoesNotSayThatItIsTooLate()
    {
        Leaving leaving = Of(canCheckpoint: false);
        Notice("terminate", 120);
        leaving.Advance();

        _time.Advance(TimeSpan.FromSeconds(107.5)); // 13 s are needed

        Assert.Equal(LeavingStep.Stop, leaving.Advance());
        Assert.Single(_said);
    }

    [Fact]
    public void Advance_Hibernate_StopsAtOnce()
    {
        Leaving leaving = Of(canCheckpoint: true);
        Notice("hibernate", 0);

        Assert.Equal(LeavingStep.Stop, leaving.Advance());
        Assert.Equal("the instance is about to hibernate", leaving.Reason);
    }

    [Fact]
    public void Advance_Rebalance_AsksOnceAndGoesOn()
    {
        Leaving leaving = Of(canCheckpoint: true);
        _news.IsAtRisk = true;

        Assert.Equal(LeavingStep.AskCheckpoint, leaving.Advance());
        Assert.Equal(LeavingStep.None, leaving.Advance());
        Assert.Null(leaving.Wait);
    }

    [Fact]
    public void Advance_CommandWithoutCheckpoints_ComputesLonger()
    {
        Leaving leaving = Of(canCheckpoint: false);
        Notice("terminate", 120);

        Assert.Equal(LeavingStep.None, leaving.Advance());
        Assert.InRange(UntilStop(leaving), 104, 108);
    }

    private Leaving Of(bool canCheckpoint) => new(_news, _progress, canCheckpoint, _time, _said.Add);

    private void Notice(string action, double seconds) =>
        _news.Notice = new SpotNotice(action, _time.GetTimestamp() + (long)(seconds * _time.TimestampFrequency));

    private double UntilStop(Leaving leaving)
    {
        long start = _time.GetTimestamp();
        while (leaving.Advance() != LeavingStep.Stop)
        {
            _time.Advance(leaving.Wait!.Value);
        }

        return _time.GetElapsedTime(start).TotalSeconds;
    }
}
