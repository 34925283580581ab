using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning.Slowness;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Health;

namespace HtcFlow.Engine.Tests.Health;

/// <summary>A stage of 40 tasks: 39 have succeeded after a second each, the last one runs for an hour.</summary>
public sealed class StragglerWatchTests
{
    private const int Tasks = 40;
    private static readonly ArrayId s_array = new(1);
    private static readonly DateTimeOffset s_begin = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_now = s_begin.AddHours(1);
    private readonly CampaignState _state = new();

    public StragglerWatchTests()
    {
        CampaignSpec spec = Campaigns.Flat(Tasks);
        StageSpec watched = spec.Stages[0] with { Watch = new WatchSpec { StragglerFactor = 3 } };
        Tell(new Fact.CampaignCreated(spec with { Stages = [watched] }, "k0"));
    }

    [Fact]
    public void Plan_EngineThatWasThereAllAlong_StopsTheStraggler()
    {
        var watch = new StragglerWatch(_state, s_begin);
        RunAll();
        See(watch);

        Assert.Single(watch.Plan(s_now));
    }

    [Fact]
    public void Plan_EngineThatTakesOver_WaitsUntilWhatTheOneBeforeStoppedCountsNoLonger()
    {
        RunAll();
        var watch = new StragglerWatch(_state, s_now);
        See(watch);

        Assert.Empty(watch.Plan(s_now + StragglerPolicy.Window - TimeSpan.FromSeconds(1)));
        Assert.Single(watch.Plan(s_now + StragglerPolicy.Window));
    }

    private void RunAll()
    {
        Tell(new Fact.ArrayPlanned(s_array, 0, 1, IndexSet.Range(0, Tasks), 1));
        Tell(new Fact.ArraySubmitted(s_array, "job"));
        Tell(new Fact.TasksStarted(s_array, IndexSet.Range(0, Tasks)));
        Tell(new Fact.AttemptsEnded(
            s_array, [.. Enumerable.Range(0, Tasks - 1).Select(i => new AttemptEnd(i, 1, Outcome.Succeeded, 0, Verdict.Accept, 1000, "m"))]));
    }

    private void See(StragglerWatch watch)
    {
        ArrayState array = _state.ArrayOf(s_array);
        watch.See(array, new ArrayStatus { Handle = array.Handle, IsKnown = true, Running = IndexSet.Range(Tasks - 1, 1) }, s_now);
    }

    private void Tell(Fact fact) => Applier.Apply(_state, new JournalEntry(_state.Sequence + 1, s_begin, fact));
}
