using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.AwsBatch;

public sealed class BatchArrayTests
{
    private static readonly TimeSpan s_after = TimeSpan.FromMinutes(5);

    private readonly BatchArray _array = new(new JobHandle(new JobName("h-a"), "id"), 1_000, DateTimeOffset.UnixEpoch);
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void OnSeen_Running_CountsAndNamesNothing()
    {
        See(running: 300, succeeded: 10, failed: 2);
        ArrayStatus status = _array.Status();
        Assert.Equal((300, 12), (status.RunningCount, status.EndedCount));
        Assert.Empty(status.Running);
        Assert.Empty(status.Ended);
        Assert.False(_array.IsTimeToNameFailed(_now, TimeSpan.Zero)); // the ledger may tell of both
    }

    [Fact]
    public void IsTimeToNameFailed_KeysMissing_WaitsTheLongerTheMoreThereAre()
    {
        See(running: 300, failed: 150);
        _array.Account(ended: 150, accounted: 149);
        Assert.False(_array.IsTimeToNameFailed(_now, s_after));
        _now += s_after;
        Assert.False(_array.IsTimeToNameFailed(_now, s_after)); // two pages
        _now += s_after;
        Assert.True(_array.IsTimeToNameFailed(_now, s_after));
        _array.Account(ended: 150, accounted: 150);
        Assert.False(_array.IsTimeToNameFailed(_now, s_after));
    }

    [Fact]
    public void IsWorthNamingFailed_ManyMissing_ComesSooner()
    {
        See(running: 300, failed: 150);
        _array.Account(ended: 150, accounted: 149);
        _now += TimeSpan.FromMinutes(9);
        Assert.False(_array.IsWorthNamingFailed(_now, s_after)); // two calls for one
        _now += TimeSpan.FromMinutes(1);
        Assert.True(_array.IsWorthNamingFailed(_now, s_after));
        Name(150);
        _array.Account(ended: 150, accounted: 149);
        Assert.Equal(0, _array.Unexplained);

        See(running: 250, failed: 200);
        _array.Account(ended: 200, accounted: 189);
        Assert.Equal(10, _array.Unexplained);
        _now += TimeSpan.FromSeconds(119);
        Assert.False(_array.IsWorthNamingFailed(_now, s_after));
        _now += TimeSpan.FromSeconds(1);
        Assert.True(_array.IsWorthNamingFailed(_now, s_after));
    }

    [Fact]
    public void IsWorthNamingFailed_NobodyMissing_IsNot()
    {
        See(running: 300, failed: 150);
        _array.Account(ended: 150, accounted: 150);
        Assert.False(_array.IsWorthNamingFailed(_now + TimeSpan.FromDays(1), s_after));
        _array.Account(ended: 150, accounted: 140);
        Name(150);
        Assert.False(_array.IsWorthNamingFailed(_now + TimeSpan.FromDays(1), s_after)); // none has failed since
    }

    [Fact]
    public void OnSeen_AllSucceeded_IsSettledAtOnce()
    {
        See(succeeded: 1_000);
        Assert.True(_array.IsSettled);
        Assert.Equal("0-999", _array.Status().Ended.ToString());
    }

    [Fact]
    public void OnSeen_AllEndedAndAllAccountedFor_IsSettledWithoutNames()
    {
        See(succeeded: 990, failed: 10);
        Assert.False(_array.IsSettled);
        Assert.Equal(1_000, _array.Status().EndedCount);
        Assert.False(_array.IsTimeToNameFailed(_now, s_after));
        _array.Account(ended: 1_000, accounted: 1_000);
        See(succeeded: 990, failed: 10);
        Assert.True(_array.IsSettled);
        Assert.Empty(_array.Status().Abnormal);
    }

    [Fact]
    public void OnSeen_AllEndedAndOneMissing_NamesThoseThatFailed()
    {
        See(succeeded: 999, failed: 1);
        _array.Account(ended: 1_000, accounted: 999);
        See(succeeded: 999, failed: 1);
        Assert.False(_array.IsSettled);
        Assert.True(_array.IsTimeToNameFailed(_now, s_after));
        _array.NameFailed([new ElementEnd(7, -1, "Host EC2 (instance i-1) terminated.", "i-1")], _now);
        Assert.True(_array.IsSettled);
        Assert.Equal(7, Assert.Single(_array.Status().Abnormal).Element);
    }

    [Fact]
    public void OnSeen_StateFinalAndSummaryBehind_WaitsForIt()
    {
        See(JobStatus.Failed, running: 1, succeeded: 998, failed: 1);
        Assert.Equal(999, _array.Status().EndedCount);
        _now += TimeSpan.FromMinutes(2);
        See(JobStatus.Failed, running: 1, succeeded: 998, failed: 1);
        Assert.Equal(1_000, _array.Status().EndedCount);
    }

    [Fact]
    public void OnSeen_SummaryGoesBack_KeepsWhatHasEnded()
    {
        See(succeeded: 500, failed: 3);
        See(succeeded: 480, failed: 2);
        Assert.Equal(503, _array.Status().EndedCount);
    }

    [Fact]
    public void OnMissed_ForALittle_IsKnownStill()
    {
        _array.OnMissed(_now, TimeSpan.FromMinutes(1));
        Assert.True(_array.Status().IsKnown);
        _array.OnMissed(_now + TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        Assert.False(_array.Status().IsKnown);
    }

    [Fact]
    public void IsTimeToNameRunning_LastPage_IsNamedNowAndThen()
    {
        See(running: 101);
        Assert.False(_array.IsTimeToNameRunning(_now, s_after));
        See(running: 100);
        Assert.False(_array.IsTimeToNameRunning(_now, s_after)); // what has only just begun is no straggler
        _now += s_after;
        Assert.True(_array.IsTimeToNameRunning(_now, s_after));
        _array.NameRunning([5, 6], _now);
        Assert.Equal("5-6", _array.Status().Running.ToString());
        Assert.False(_array.IsTimeToNameRunning(_now, s_after));
    }

    [Fact]
    public void IsTimeToNameRunning_ManyLooks_WaitTwiceAsLongOnceThereWereAsManyAsPages()
    {
        See(running: 50);
        for (int look = 0; look <= 10; look++)
        {
            _now += s_after;
            Assert.True(_array.IsTimeToNameRunning(_now, s_after));
            _array.NameRunning([5, 6], _now);
        }

        _now += s_after;
        Assert.False(_array.IsTimeToNameRunning(_now, s_after));
        _now += s_after;
        Assert.True(_array.IsTimeToNameRunning(_now, s_after));
    }

    [Fact]
    public void Status_SmallArrayRunsAltogether_NamesAllWithoutACall()
    {
        var array = new BatchArray(new JobHandle(new JobName("h-a"), "id"), 3, DateTimeOffset.UnixEpoch);
        array.OnSeen(Detail(3, JobStatus.Pending, 3, 0, 0), _now);
        Assert.False(array.IsTimeToNameRunning(_now + s_after, s_after));
        Assert.Equal("0-2", array.Status().Running.ToString());
    }

    private void Name(int failed) => _array.NameFailed(Enumerable.Range(0, failed).Select(static element => new ElementEnd(element, 1, "", "")), _now);

    private void See(int running = 0, int succeeded = 0, int failed = 0) => See(JobStatus.Pending, running, succeeded, failed);

    private void See(JobStatus status, int running, int succeeded, int failed) => _array.OnSeen(Detail(1_000, status, running, succeeded, failed), _now);

    private static JobDetail Detail(int size, JobStatus status, int running, int succeeded, int failed) => new()
    {
        JobId = "id",
        Status = status,
        ArrayProperties = new ArrayProperties
        {
            Size = size,
            StatusSummary = new Dictionary<string, int>
            {
                ["RUNNABLE"] = size - running - succeeded - failed,
                ["RUNNING"] = running,
                ["SUCCEEDED"] = succeeded,
                ["FAILED"] = failed,
            },
        },
    };
}
