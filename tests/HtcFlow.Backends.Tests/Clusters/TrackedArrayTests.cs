using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Backends.GridEngine.Replies;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Tests.Clusters;

public sealed class TrackedArrayTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset s_start = DateTimeOffset.UnixEpoch;

    private readonly TrackedArray _array = new(new JobName("a"), 4, 0) { Job = "7" };

    private ArrayStatus Status => _array.Status(_array.Handle(""));

    [Fact]
    public void Look_RecordLate_WaitsForItThenGivesUp()
    {
        Assert.Equal(s_patience, _array.OnLook(Queue("3-4", "r"), s_start, s_patience));
        Assert.Empty(Status.Ended);
        Assert.Equal("2-3", Status.Running.ToString());
        _array.OnRecord(Record(0, 0, 5));
        _array.OnLook(Queue("3-4", "r"), s_start + TimeSpan.FromSeconds(1), s_patience);
        Assert.Equal("0", Status.Ended.ToString());
        Assert.Equal(5, Assert.Single(Status.Abnormal).Exit);
        _array.OnLook(null, s_start + s_patience, s_patience);
        Assert.Equal("0-1", Status.Ended.ToString());
        Assert.Equal([5, -1], Status.Abnormal.OrderBy(static end => end.Element).Select(static end => end.Exit));
        Assert.False(_array.IsSettled);
    }

    [Fact]
    public void Look_ScheduledAgain_TakesTheLastRecord()
    {
        _array.OnRecord(Record(0, 25, 99));
        _array.OnLook(Queue("1-4", "Rq"), s_start, s_patience);
        Assert.Empty(Status.Ended);
        Assert.Empty(Status.Abnormal);
        Assert.Equal(s_patience, _array.OnLook(Queue("2-4", "qw"), s_start, s_patience));
        Assert.Empty(Status.Ended);
        _array.OnRecord(Record(0, 0, 0));
        Assert.Null(_array.OnLook(Queue("2-4", "qw"), s_start, s_patience));
        Assert.Equal("0", Status.Ended.ToString());
        Assert.Empty(Status.Abnormal);
    }

    [Fact]
    public void Look_PrologFailedAndGone_EndsWithThatReasonAfterTheWait()
    {
        _array.OnRecord(Record(0, 8, 0));
        _array.OnLook(Queue("2-4", "qw"), s_start, s_patience);
        Assert.Empty(Status.Ended);
        _array.OnLook(Queue("2-4", "qw"), s_start + s_patience, s_patience);
        Assert.Equal("0", Status.Ended.ToString());
        Assert.Equal((-1, "it could not be started (failed 8, see sge_status(5))"), Status.Abnormal.Select(static end => (end.Exit, end.Reason)).Single());
    }

    // Between the look at the queue and the one at the records, elements may start and end: nothing more tells of those.
    [Theory]
    [InlineData("r")]
    [InlineData("qw")]
    public void Look_RecordBeforeItLeft_IsWorthLookingAgainSoon(string state)
    {
        _array.OnRecord(Record(1, 0, 0));
        Assert.Equal(TimeSpan.Zero, _array.OnLook(Queue("1-4", state), s_start, s_patience));
        Assert.Empty(Status.Ended);
    }

    [Fact]
    public void Cancelled_WhileItWaited_EndsWhenItIsGone()
    {
        _array.OnLook(Queue("1-4", "qw"), s_start, s_patience);
        _array.OnCancelled(IndexSet.Range(2, 2));
        Assert.Null(_array.OnLook(Queue("1-2", "qw"), s_start, s_patience));
        Assert.Equal("2-3", Status.Ended.ToString());
        Assert.All(Status.Abnormal, static end => Assert.Equal((-1, "cancelled before it started"), (end.Exit, end.Reason)));
    }

    [Fact]
    public void Look_NoAccounting_EndsAtOnceWithoutCodes()
    {
        Assert.Null(_array.OnLook(null, s_start, TimeSpan.Zero));
        Assert.True(_array.IsSettled);
        Assert.Empty(Status.Abnormal);
    }

    [Fact]
    public void Record_OfWhatHasEnded_IsPassedOver()
    {
        _array.OnRecord(Record(0, 0, 75));
        _array.OnLook(Queue("2-4", "r"), s_start, s_patience);
        _array.OnRecord(Record(0, 0, 3));
        Assert.Equal(75, Assert.Single(Status.Abnormal).Exit);
    }

    [Fact]
    public void Record_BehindTheEnd_IsPassedOver()
    {
        _array.OnRecord(Record(4, 0, 1));
        _array.OnLook(Queue("9", "r"), s_start, s_patience);
        Assert.Empty(Status.Ended);
    }

    private static QueuedJob Queue(string tasks, string state)
    {
        var job = new QueuedJob("7", "a");
        job.Add(GridEngineReplies.Tasks(tasks), state == "r" ? QueuedState.Running : QueuedState.Waiting);
        job.Close();
        return job;
    }

    private static EndRecord Record(int element, int failed, int exit) =>
        new AccountingRecord("7", "a", "me", element, "vm", failed, exit).End;
}
