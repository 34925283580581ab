using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Tests.Clusters;

public sealed class StuckDeskTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tend_ErrorState_IsClearedThriceAndThenGivenUp()
    {
        var scheduler = new Spy { StartsAgain = true };
        var desk = new StuckDesk(scheduler, scheduler);
        Assert.Null(await desk.TendAsync([], s_start, Token));
        TrackedArray array = Array("2-3");

        foreach (int second in (int[])[10, 69, 70, 100, 130, 131, 430, 431, 1930, 1931])
        {
            await desk.TendAsync([array], s_start.AddSeconds(second), Token);
            scheduler.Said.Add($"at {second}");
        }

        // A minute after it was seen, and 1, 5 and 25 minutes later.
        Assert.Equal(
            "at 10, at 69, clear 7 2-3, at 70, at 100, clear 7 2-3, at 130, at 131, clear 7 2-3, at 430, at 431, delete 7 2-3, at 1930, at 1931",
            string.Join(", ", scheduler.Said));
    }

    [Fact]
    public async Task Tend_GivenUp_EndsWithTheReasonAndTheHostOfTheFailedStart()
    {
        var scheduler = new Spy { StartsAgain = true };
        var desk = new StuckDesk(scheduler, scheduler);
        TrackedArray array = Array("2-3");
        array.OnRecord(new EndRecord("7", "h-a", 2, IsLast: false, -1, "its log file could not be opened (failed 26)", "bad1"));
        for (int minute = 0; minute < 60; minute++)
        {
            await desk.TendAsync([array], s_start.AddMinutes(minute), Token);
        }

        array.OnLook(null, s_start.AddHours(1), TimeSpan.FromMinutes(1));
        Dictionary<int, ElementEnd> ends = array.Status(array.Handle("")).Abnormal.ToDictionary(static end => end.Element);
        Assert.Equal(new ElementEnd(2, -1, "its log file could not be opened (failed 26)", "bad1"), ends[2]);
        Assert.Equal(new ElementEnd(3, -1, "cancelled before it started"), ends[3]);
    }

    [Fact]
    public async Task Tend_HeldByAPerson_IsToldAndLeftAlone()
    {
        var scheduler = new Spy();
        var desk = new StuckDesk(scheduler, scheduler);
        for (int minute = 0; minute < 100; minute++)
        {
            Assert.Null(await desk.TendAsync([Array("0")], s_start.AddMinutes(minute), Token));
        }

        Assert.Empty(scheduler.Said);
        Assert.Equal("1 element waits in a state that the scheduler does not leave by itself: no such directory", desk.Hindrance);
        await desk.TendAsync([], s_start, Token);
        Assert.Equal("", desk.Hindrance);
    }

    [Fact]
    public async Task Hindrance_ErrorState_SaysWhenWhatIsDone()
    {
        var scheduler = new Spy { StartsAgain = true };
        var desk = new StuckDesk(scheduler, scheduler);
        await desk.TendAsync([], s_start, Token);
        Assert.Equal(TimeSpan.FromMinutes(1), await desk.TendAsync([Array("2-3")], s_start, Token));
        Assert.Equal(
            "2 elements wait in a state that the scheduler does not leave by itself: no such directory; started again at 12:01:00Z (0 of 3 times done)",
            desk.Hindrance);
    }

    private static TrackedArray Array(string stuck)
    {
        var array = new TrackedArray(new JobName("h-a"), 10, 0) { Job = "7" };
        var job = new QueuedJob("7", "h-a");
        job.Add([.. IndexSet.Parse(stuck).Ranges], QueuedState.Stuck);
        job.Close();
        array.OnLook(job, s_start, TimeSpan.FromMinutes(1));
        return array;
    }

    /// <summary>Writes down what it is asked to do.</summary>
    private sealed class Spy : IStuckJobs, IScheduler
    {
        public List<string> Said { get; } = [];

        public bool StartsAgain { get; init; }

        public long Started => 0;

        public Task<IReadOnlyDictionary<long, string>> ReasonsAsync(string job, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<long, string>>(new Dictionary<long, string> { [2] = "no such directory" });

        public Task ClearAsync(string job, IndexSet elements, CancellationToken cancellationToken) => Say($"clear {job} {elements}");

        public Task DeleteAsync(string job, IndexSet elements, CancellationToken cancellationToken) => Say($"delete {job} {elements}");

        public FaultException? Check(ArrayAsk ask) => throw new NotSupportedException();

        public Task<string?> SubmitAsync(ArrayAsk ask, IReadOnlyCollection<string> avoided, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Dictionary<string, QueuedJob>> QueueAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> SizeAsync(string job, CancellationToken cancellationToken) => throw new NotSupportedException();

        private Task Say(string words)
        {
            Said.Add(words);
            return Task.CompletedTask;
        }
    }
}
