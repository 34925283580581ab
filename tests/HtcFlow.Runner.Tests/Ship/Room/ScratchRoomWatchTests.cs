using HtcFlow.Runner.Ship.Room;
using HtcFlow.Runner.Supervise;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship.Room;

public sealed class ScratchRoomWatchTests
{
    private const long Total = 10L << 30;

    private readonly FakeTimeProvider _time = new();
    private readonly Progress _progress;
    private readonly ScratchRoomWatch _watch;
    private readonly List<int> _signals = [];
    private readonly List<string> _lines = [];
    private double _share;

    public ScratchRoomWatchTests()
    {
        _progress = new Progress(_time);
        _watch = new ScratchRoomWatch(
            _progress,
            _ => [new RoomReading(Total, Total, "other"), new RoomReading((long)(Total * (1 - _share)), Total, "the file system of /scratch")],
            signal =>
            {
                _signals.Add(signal);
                return true;
            },
            _lines.Add,
            _time);
    }

    [Fact]
    public void Look_Filling_MakesShippingUrgentAndSaysSoOnce()
    {
        for (int i = 0; i < 10; i++)
        {
            Look(i % 2 == 0 ? 0.85 : 0.70);
        }

        Assert.Equal(["the file system of /scratch is 85 % full (1.6 GB left): shipping comes first, and shipped files are removed at once"], _lines);
        Assert.Empty(_signals);
        Look(0.85);
        Assert.True(_progress.Urgency.IsScratchFilling);
    }

    [Fact]
    public void Look_FullWithUploadsWaiting_StopsTheCommandAndLetsItGoOn()
    {
        _progress.Backlog.Wait(5);
        Look(0.96);
        Assert.Equal([Signal.Stop], _signals);
        Assert.Contains("stands still until 1 files are shipped", _lines[^1]);
        Assert.Equal(_time.GetTimestamp(), _progress.LastGrowth);

        Look(0.90);
        Assert.Equal([Signal.Stop], _signals);
        Look(0.50);
        Assert.Equal([Signal.Stop, Signal.Continue], _signals);
    }

    [Fact]
    public void Look_AskedForACheckpointMeanwhile_LetsTheCommandGoOnAtOnce()
    {
        _progress.Backlog.Wait(5);
        Look(0.99);
        _progress.AskForLook();
        _watch.Look();

        Assert.Equal([Signal.Stop, Signal.Continue], _signals);
    }

    [Fact]
    public void Release_Held_LetsTheCommandGoOn()
    {
        _progress.Backlog.Wait(5);
        Look(0.99);
        _watch.Release();
        _watch.Release();

        Assert.Equal([Signal.Stop, Signal.Continue], _signals);
    }

    private void Look(double share)
    {
        _share = share;
        _time.Advance(TimeSpan.FromSeconds(1));
        _watch.Look();
    }
}
