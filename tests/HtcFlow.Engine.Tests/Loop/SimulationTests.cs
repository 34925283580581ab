using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Loop;

namespace HtcFlow.Engine.Tests.Loop;

/// <summary>Whole campaigns from one seed each; a seed that ever failed gets a line of its own in <see cref="Regressions"/>.</summary>
public sealed class SimulationTests
{
    private const int Seeds = 300;

    /// <summary>Seeds that once failed, with what they found.</summary>
    public static TheoryData<int> Regressions => [1];

    [Fact]
    public async Task Run_FairWeather_EverythingSucceedsOnce()
    {
        using var simulation = new Simulation(1, Campaigns.WriteReadFigure(seeds: 5), weather: 0);

        EngineEnd end = await simulation.RunAsync();

        Assert.Equal(EngineEnd.Ended, end);
        CampaignState state = simulation.Replayed();
        Assert.Equal(19, state.Tally(TaskState.Succeeded));
        Assert.Equal(19, simulation.Backend.Started);
        Assert.Empty(simulation.Backend.Known);
        Assert.Empty(EffectPlanner.Plan(state, new Flights(), DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task Run_AnySeedInFoulWeather_NothingIsLostAndNothingIsDoneTwice()
    {
        int crashes = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            crashes += await CheckAsync(seed);
        }

        Assert.True(crashes > Seeds, $"only {crashes} crashes: the weather was too good to show anything");
    }

    [Theory]
    [MemberData(nameof(Regressions))]
    public Task Run_SeedThatOnceFailed_Holds(int seed) => CheckAsync(seed);

    [Fact]
    public async Task Run_TaskThatAlwaysFails_EndsWithItsFollowersSkipped()
    {
        CampaignSpec spec = Campaigns.WriteReadFigure();
        using var simulation = new Simulation(3, spec, weather: 0);
        simulation.Post(RequestKind.Cancel, "write", "0");

        EngineEnd end = await simulation.RunAsync();

        Assert.Equal(EngineEnd.Ended, end);
        CampaignState state = simulation.Replayed();
        Assert.Equal(1, state.Tally(TaskState.Cancelled));
        Assert.Equal(TaskState.Skipped, state.Stages[1].Ledger.StateOf(0));
        Assert.Equal(TaskState.Skipped, state.Stages[2].Ledger.StateOf(0));
        Assert.Equal(7, state.Tally(TaskState.Succeeded));
    }

    [Fact]
    public async Task Run_CancelledInTheMiddle_StopsWhatRunsAndEnds()
    {
        using var simulation = new Simulation(4, Campaigns.Flat(200, pack: 3), weather: 0.3);

        EngineEnd end = await simulation.RunAsync(step =>
        {
            if (step == 12)
            {
                simulation.Post(RequestKind.Cancel);
            }
        });

        Assert.Equal(EngineEnd.Ended, end);
        CampaignState state = simulation.Replayed();
        Assert.Equal(200, state.Tally(TaskState.Cancelled) + state.Tally(TaskState.Succeeded) + state.Tally(TaskState.Failed));
        Assert.True(state.Tally(TaskState.Cancelled) > 0);
        Assert.Empty(simulation.Backend.Known);
    }

    [Fact]
    public async Task Run_CancelledThenRetried_EndsWithEverythingDone()
    {
        using var simulation = new Simulation(5, Campaigns.WriteReadFigure(seeds: 4), weather: 0);
        simulation.Post(RequestKind.Cancel);
        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

        simulation.Post(RequestKind.Retry);
        EngineEnd end = await simulation.RunAsync();

        Assert.Equal(EngineEnd.Ended, end);
        Assert.Equal(16, simulation.Replayed().Tally(TaskState.Succeeded));
        Assert.Empty(simulation.Premature);
    }

    [Fact]
    public async Task Run_RetriedStage_ReopensWhatWasSkippedBecauseOfIt()
    {
        using var simulation = new Simulation(7, Campaigns.WriteReadFigure(), weather: 0);
        simulation.Post(RequestKind.Cancel, "write", "0");
        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

        simulation.Post(RequestKind.Retry, "write");
        EngineEnd end = await simulation.RunAsync();

        Assert.Equal(EngineEnd.Ended, end);
        Assert.Equal(10, simulation.Replayed().Tally(TaskState.Succeeded));
    }

    [Fact]
    public async Task Run_Held_EndsQuietlyAndGoesOnWhenReleased()
    {
        using var simulation = new Simulation(6, Campaigns.Flat(50), weather: 0);
        simulation.Post(RequestKind.Hold);
        Assert.Equal(EngineEnd.Held, await simulation.RunAsync());

        simulation.Post(RequestKind.Release);

        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());
        Assert.Equal(50, simulation.Replayed().Tally(TaskState.Succeeded));
    }

    private static async Task<int> CheckAsync(int seed)
    {
        CampaignSpec spec = seed % 3 == 0
            ? Campaigns.Flat(40 + (seed % 50), pack: 1 + (seed % 5))
            : Campaigns.WriteReadFigure(seeds: 1 + (seed % 9), pack: 1 + (seed % 4), attempts: 15);
        using var simulation = new Simulation(seed, spec, weather: 1);

        EngineEnd end = await simulation.RunAsync();

        CampaignState state = simulation.Replayed();
        Assert.True(end == EngineEnd.Ended, $"seed {seed} ended as {end}");
        Assert.True(simulation.Premature.Count == 0, $"seed {seed}: {string.Join(", ", simulation.Premature)}");
        Assert.True(simulation.Backend.Accepted.Select(a => a.Name).Distinct().Count() == simulation.Backend.Accepted.Count, $"seed {seed}: an array was submitted twice");
        foreach (StageState stage in state.Stages)
        {
            await CheckStageAsync(seed, simulation, stage, spec.Name);
        }

        return simulation.Crashes;
    }

    private static async Task CheckStageAsync(int seed, Simulation simulation, StageState stage, string campaign)
    {
        for (long i = 0; i < stage.Ledger.Count; i++)
        {
            TaskState task = stage.Ledger.StateOf(i);
            await using Stream? accepted = await simulation.Store.OpenAsync(
                StoreLayout.Accepted(campaign, stage.Spec.Name, i), CancellationToken.None);
            Assert.True(task is TaskState.Succeeded == accepted is not null, $"seed {seed}: {stage.Spec.Name}/{i} is {task} but accepted is {accepted is not null}");
            Assert.True(task is not TaskState.Failed || stage.Ledger.FailuresOf(i) == stage.Spec.Retry.Attempts, $"seed {seed}: {stage.Spec.Name}/{i} failed early");
        }
    }
}
