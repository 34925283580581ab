using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Health;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Tests.Health;

/// <summary>A stage of 1,000 tasks that asks for the pace of siblings.</summary>
public sealed class PaceWatchTests
{
    private const int Tasks = 1000;
    private static readonly ArrayId s_array = new(1);
    private static readonly DateTimeOffset s_begin = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly CampaignState _state = new();
    private readonly PaceWatch _watch;

    public PaceWatchTests()
    {
        CampaignSpec spec = Campaigns.Flat(Tasks);
        Tell(new Fact.CampaignCreated(spec with { Stages = [spec.Stages[0] with { Watch = new WatchSpec { Pace = 0.5 } }] }, "k0"));
        Tell(new Fact.ArrayPlanned(s_array, 0, 1, IndexSet.Range(0, Tasks), 1));
        Tell(new Fact.ArraySubmitted(s_array, "job"));
        Tell(new Fact.TasksStarted(s_array, IndexSet.Range(0, Tasks)));
        _watch = new PaceWatch(_state);
    }

    [Fact]
    public void Calls_WhileTasksSucceed_ReadAtMost32Reports()
    {
        Assert.Empty(_watch.Calls(s_begin));
        Succeed(0, 20);
        LaneCall.Sample first = Assert.IsType<LaneCall.Sample>(Assert.Single(_watch.Calls(s_begin)));
        Assert.Empty(_watch.Calls(s_begin));
        Succeed(20, Tasks);
        LaneCall.Sample second = Assert.IsType<LaneCall.Sample>(Assert.Single(_watch.Calls(s_begin)));

        Assert.Empty(_watch.Calls(s_begin));
        Assert.Equal(16, first.Keys.Count);
        Assert.Equal(16, second.Keys.Count);
        Assert.InRange(first.Keys.Concat(second.Keys).Distinct().Count(), 28, 32);
        Assert.Contains(second.Keys, key => key.Contains("/9", StringComparison.Ordinal)); // spread over the whole stage
    }

    [Fact]
    public void OnSampled_EnoughReports_TellsTheOrdersOfWhatFollows()
    {
        _watch.OnSampled(new LaneReply.Sampled(0, [.. Enumerable.Range(0, 9).Select(_ => Report(0, 500))]));
        Assert.Null(_watch.SiblingsOf(0));

        // Whoever went on from a checkpoint shows a part of the work, and older runners show nothing.
        _watch.OnSampled(new LaneReply.Sampled(0, [Report(3, 1), Report(0, 500) with { Pace = null }, Report(0, 500)]));

        Assert.Equal(50, _watch.SiblingsOf(0)!.BytesPerSecond);
        Assert.Null(_watch.SiblingsOf(1));
    }

    [Fact]
    public void OnFailure_Call_IsMadeAgainAfterTheWait()
    {
        Succeed(0, 20);
        var call = (LaneCall.Sample)_watch.Calls(s_begin).Single();

        _watch.OnFailure(call, s_begin.AddMinutes(1));

        Assert.Empty(_watch.Calls(s_begin));
        Assert.Equal(call.Keys, ((LaneCall.Sample)_watch.Calls(s_begin.AddMinutes(1)).Single()).Keys);
    }

    [Fact]
    public void Calls_StageThatDoesNotAsk_ReadsNothing()
    {
        var state = new CampaignState();
        Applier.Apply(state, new JournalEntry(1, s_begin, new Fact.CampaignCreated(Campaigns.Flat(1), "k0")));

        Assert.Empty(new PaceWatch(state).Calls(s_begin));
    }

    private static AttemptReport Report(int restoredFrom, long bytes) => new()
    {
        Campaign = "c",
        Stage = "s",
        Index = 0,
        Attempt = 1,
        Array = 1,
        Outcome = Outcome.Succeeded,
        Exit = 0,
        RestoredFrom = restoredFrom,
        Pace = new AttemptPace(bytes, 5, 10, 0),
    };

    private void Succeed(int first, int end) => Tell(new Fact.AttemptsEnded(
        s_array, [.. Enumerable.Range(first, end - first).Select(i => new AttemptEnd(i, 1, Outcome.Succeeded, 0, Verdict.Accept, 1000, "m"))]));

    private void Tell(Fact fact) => Applier.Apply(_state, new JournalEntry(_state.Sequence + 1, s_begin, fact));
}
