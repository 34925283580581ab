using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Engine.Loop;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>Whole campaigns in fair weather, of which the end is known.</summary>
public sealed class ScenarioTests
{
    [Fact]
    public void Run_FairWeather_EverythingSucceedsOnce()
    {
        CampaignSpec spec = StormCampaigns.Chain();
        using var storm = new Storm(Fair(spec));

        CampaignState state = storm.RunToEnd();

        Assert.Equal(11, state.Tally(TaskState.Succeeded));
        Assert.Equal(11, storm.Store.AcceptedCount);
        Assert.Equal(0, state.RetriedAttempts);
        Assert.Empty(storm.Cloud.Jobs);
    }

    [Fact]
    public void Run_CancelledTask_EndsWithItsFollowersSkipped()
    {
        using var storm = new Storm(Fair(StormCampaigns.Chain()));
        storm.Post(RequestKind.Cancel, "write", "0");

        CampaignState state = storm.RunToEnd();

        Assert.Equal(1, state.Tally(TaskState.Cancelled));
        Assert.Equal(TaskState.Skipped, state.Stages[1].Ledger.StateOf(0));
        Assert.Equal(TaskState.Skipped, state.Stages[2].Ledger.StateOf(0));
        Assert.Equal(TaskState.Skipped, state.Stages[3].Ledger.StateOf(0));
        Assert.Equal(7, state.Tally(TaskState.Succeeded));
    }

    [Fact]
    public void Run_CancelledInTheMiddle_StopsWhatRunsAndEnds()
    {
        using var storm = new Storm(Fair(StormCampaigns.Flat(200, pack: 3, attempts: 3)));

        EngineEnd end = storm.Run(step =>
        {
            if (step == 12)
            {
                storm.Post(RequestKind.Cancel);
            }
        });

        Assert.Equal(EngineEnd.Ended, end);
        CampaignState state = storm.RunToEnd();
        Assert.Equal(200, state.Tally(TaskState.Cancelled) + state.Tally(TaskState.Succeeded));
        Assert.True(state.Tally(TaskState.Cancelled) > 0);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("write", "0")]
    public void Run_CancelledThenRetried_EndsWithEverythingDone(string stage, string tasks)
    {
        using var storm = new Storm(Fair(StormCampaigns.Chain()));
        storm.Post(RequestKind.Cancel, stage, tasks);
        Assert.Equal(EngineEnd.Ended, storm.Run());

        storm.Post(RequestKind.Retry, stage);

        Assert.Equal(11, storm.RunToEnd().Tally(TaskState.Succeeded));
    }

    [Fact]
    public void Run_Held_EndsQuietlyAndGoesOnWhenReleased()
    {
        using var storm = new Storm(Fair(StormCampaigns.Flat(50, pack: 1, attempts: 3)));
        storm.Post(RequestKind.Hold);
        Assert.Equal(EngineEnd.Held, storm.Run());

        storm.Post(RequestKind.Release);

        Assert.Equal(EngineEnd.Ended, storm.Run());
        Assert.Equal(50, storm.RunToEnd().Tally(TaskState.Succeeded));
    }

    private static StormPlan Fair(CampaignSpec spec) => new() { Seed = 1, Spec = spec, FoulSteps = 0 };
}
