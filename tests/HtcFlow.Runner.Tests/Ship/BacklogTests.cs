using HtcFlow.Runner.Ship;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship;

public sealed class BacklogTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Backlog _backlog;

    public BacklogTests() => _backlog = new Backlog(_time);

    [Fact]
    public void Files_WaitBeginEnd_CountsWhatIsNotAcknowledged()
    {
        _backlog.Wait(100);
        _backlog.Wait(200);
        _backlog.Begin();

        Assert.Equal((2, 300L), (_backlog.Files, _backlog.Bytes));
        Assert.Equal(0, _backlog.BytesPerSecond);

        _backlog.End(100, 50);
        _backlog.Drop(200);
        Assert.Equal((0, 0L), (_backlog.Files, _backlog.Bytes));
    }

    [Fact]
    public void BytesPerSecond_PausesBetweenUploads_DoNotCount()
    {
        for (int i = 0; i < 50; i++)
        {
            Ship(1_000_000, TimeSpan.FromSeconds(0.5));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2e6, _backlog.BytesPerSecond, 1.0);
    }

    [Fact]
    public void BytesPerSecond_UploadsAbreast_CountOnceEach()
    {
        for (int round = 0; round < 20; round++)
        {
            for (int i = 0; i < 8; i++)
            {
                _backlog.Wait(1000);
                _backlog.Begin();
            }

            _time.Advance(TimeSpan.FromSeconds(1));
            for (int i = 0; i < 8; i++)
            {
                _backlog.End(1000, 1000);
            }
        }

        Assert.InRange(_backlog.BytesPerSecond, 6000, 10_000);
    }

    [Fact]
    public void Estimate_NothingKnown_AssumesHalfAGigabitLink()
    {
        _backlog.Wait(500_000_000);

        Assert.InRange(_backlog.Estimate().TotalSeconds, 10, 10.1);
    }

    [Fact]
    public void Estimate_ManySmallFilesSeen_DoesNotTakeThemForTheSpeedOfALargeOne()
    {
        for (int i = 0; i < 2000; i++)
        {
            Ship(4096, TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(_backlog.Estimate(2_000_000_000).TotalSeconds, 20, 80);
    }

    [Fact]
    public void Estimate_LargeAndSmallSeen_TellsThemApart()
    {
        for (int i = 0; i < 200; i++)
        {
            Ship(100_000_000, TimeSpan.FromSeconds(1));
            for (int small = 0; small < 50; small++)
            {
                Ship(1000, TimeSpan.FromMilliseconds(20));
            }
        }

        Assert.InRange(_backlog.Estimate(1_000_000_000).TotalSeconds, 9, 11);
        for (int i = 0; i < 500; i++)
        {
            _backlog.Wait(1000);
        }

        Assert.InRange(_backlog.Estimate().TotalSeconds, 8, 12);
    }

    [Fact]
    public void Estimate_FilesThatCompress_CountsWhatIsStored()
    {
        for (int i = 0; i < 200; i++)
        {
            Ship(100_000_000, TimeSpan.FromSeconds(0.5), 50_000_000);
        }

        Assert.InRange(_backlog.Estimate(1_000_000_000).TotalSeconds, 4.5, 5.5);
    }

    [Fact]
    public void Estimate_UnfinishedFiles_CountAtTheirPresentSize()
    {
        _backlog.Unfinished(3, 500_000_000);

        Assert.InRange(_backlog.Estimate().TotalSeconds, 10, 10.2);
    }

    [Fact]
    public void Estimate_OneLargeFileOnASlowLine_IsLearnedWhileItFlies()
    {
        _backlog.Wait(1_000_000_000);
        _backlog.Begin();
        for (int second = 0; second < 20; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _backlog.Send(5_000_000);
        }

        Assert.InRange(_backlog.Estimate().TotalSeconds, 0.95 * 900 / 5, 1.05 * 900 / 5);
        Assert.InRange(_backlog.BytesPerSecond, 4.9e6, 5.1e6);

        _time.Advance(TimeSpan.FromSeconds(180));
        _backlog.End(1_000_000_000, 1_000_000_000, 100_000_000);
        Assert.Equal((0, 0L), (_backlog.Files, _backlog.Bytes));
        Assert.InRange(_backlog.Estimate(5_000_000).TotalSeconds, 0.9, 1.1);
    }

    [Fact]
    public void Estimate_UploadBegunAnew_CountsTheWholeAgain()
    {
        _backlog.Wait(100);
        _backlog.Begin();
        _backlog.Send(80);
        _backlog.End(100, -1, 80);
        _backlog.Wait(500_000_000);

        Assert.InRange(_backlog.Estimate().TotalSeconds, 10, 10.1);
    }

    private void Ship(long bytes, TimeSpan time, long? stored = null)
    {
        _backlog.Wait(bytes);
        _backlog.Begin();
        _time.Advance(time);
        _backlog.End(bytes, stored ?? bytes);
    }
}
