using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Clusters;

public sealed class UnheardWatchTests : IUnheardHosts
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly TrackedArray _array = new(new JobName("a"), 4, 0) { Job = "7" };
    private readonly List<string> _abandoned = [];
    private readonly UnheardWatch _watch;
    private UnheardElement[] _silent = [];
    private int _questions;

    public UnheardWatchTests()
    {
        _watch = new UnheardWatch(this, s_patience, _clock);
        Look("1-2", "3-4");
    }

    private ArrayStatus Status => _array.Status(_array.Handle(""));

    [Fact]
    public async Task Look_SilentForLong_IsLostAndGivenUp()
    {
        _silent = [new("7", 1, "h2")];
        await LookAsync();
        await AdvanceAsync(s_patience - TimeSpan.FromMinutes(1));
        Assert.Equal("0-1", Status.Running.ToString());
        Assert.Empty(_abandoned);
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(["7: 1"], _abandoned);
        Assert.Equal("0", Status.Running.ToString());
        Assert.Equal("1", Status.Ended.ToString());
        Assert.Equal([new ElementEnd(1, -1, "its host has not answered the scheduler for 10 minutes", "h2")], Status.Abnormal);
    }

    [Fact]
    public async Task Look_BackInTime_IsNotLost()
    {
        _silent = [new("7", 1, "h2")];
        await LookAsync();
        await AdvanceAsync(s_patience - TimeSpan.FromMinutes(2));
        _silent = [];
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        _silent = [new("7", 1, "h2")];
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await AdvanceAsync(s_patience - TimeSpan.FromMinutes(2));
        Assert.Empty(_abandoned);
        Assert.Empty(Status.Ended);
    }

    [Fact]
    public async Task Look_Often_AsksFiveTimesInThePatience()
    {
        for (int second = 0; second < s_patience.TotalSeconds; second++)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(5, _questions);
    }

    [Fact]
    public async Task Look_NothingRuns_DoesNotAsk()
    {
        Look("", "1-4");
        await LookAsync();
        Assert.Equal(0, _questions);
    }

    [Fact]
    public async Task Lost_HeardOfAgain_StaysLost()
    {
        _silent = [new("7", 0, "h1"), new("9", 0, "h1")];
        await LookAsync();
        await AdvanceAsync(s_patience);
        ElementEnd end = Assert.Single(Status.Abnormal);
        _array.OnRecord(new EndRecord("7", "a", 0, IsLast: true, 0, "", "h1"));
        Look("1-2", "3-4");
        Assert.Equal(end, Assert.Single(Status.Abnormal));
        Assert.Equal("1", Status.Running.ToString());
        await AdvanceAsync(s_patience);
        await AdvanceAsync(s_patience);
        Look("2", "3-4");
        Assert.Equal("0", Status.Ended.ToString());
        Assert.Equal(["7: 0"], _abandoned);
    }

    Task<IReadOnlyList<UnheardElement>> IUnheardHosts.UnheardAsync(CancellationToken cancellationToken)
    {
        _questions++;
        return Task.FromResult<IReadOnlyList<UnheardElement>>(_silent);
    }

    Task IUnheardHosts.AbandonAsync(string job, IndexSet elements, CancellationToken cancellationToken)
    {
        _abandoned.Add($"{job}: {elements}");
        return Task.CompletedTask;
    }

    private Task LookAsync() => _watch.LookAsync([_array], TestContext.Current.CancellationToken);

    private Task AdvanceAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return LookAsync();
    }

    private void Look(string running, string waiting)
    {
        var job = new QueuedJob("7", "a");
        job.Add(Backends.GridEngine.GridEngineReplies.Tasks(running), QueuedState.Running);
        job.Add(Backends.GridEngine.GridEngineReplies.Tasks(waiting), QueuedState.Waiting);
        job.Close();
        _array.OnLook(job, _clock.GetUtcNow(), TimeSpan.FromMinutes(1));
    }
}
