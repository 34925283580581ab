using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Tests.Loop;

namespace HtcFlow.Engine.Tests.Health;

/// <summary>Whole campaigns in which a host or the whole world is slow.</summary>
public sealed class SlownessTests
{
    private static readonly TimeSpan s_forever = TimeSpan.FromDays(30);

    private static readonly BackendCapabilities s_fleet = new()
    {
        MaxArrayElements = 500,
        MaxEnvironmentCharacters = 100_000,
        MaxOutstandingElements = 1_000_000,
        Slots = 40,
        PollInterval = TimeSpan.FromSeconds(1),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Run_HostThatNeverFinishes_ItsTasksGoOnElsewhere(int pack)
    {
        using var simulation = new Simulation(1, Watched(600, pack, 3), weather: 0, s_fleet, hosts: 20) { BadHost = "host-3", BadDuration = s_forever };

        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

        StageState stage = simulation.Replayed().Stages[0];
        Assert.Equal(600, stage.Ledger.Tally(TaskState.Succeeded));
        Assert.All(Enumerable.Range(0, 600), i => Assert.Equal(0, stage.Ledger.FailuresOf(i)));
        Assert.True(simulation.Elapsed < TimeSpan.FromHours(8), $"{simulation.Elapsed}");
        Assert.InRange(Stops(simulation), 1, 30);
    }

    [Fact]
    public async Task Run_WithoutTheKey_WaitsForWhatIsSlow()
    {
        using var simulation = new Simulation(1, Watched(200, 1, 0), weather: 0, s_fleet, hosts: 20) { BadHost = "host-3", BadDuration = TimeSpan.FromHours(9) };

        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

        Assert.True(simulation.Elapsed > TimeSpan.FromHours(9));
        Assert.Equal(0, Stops(simulation));
    }

    [Fact]
    public async Task Run_EngineThatDiesAnywhere_StopsWhatWasToBeStopped()
    {
        for (int seed = 1; seed <= 12; seed++)
        {
            using var simulation = new Simulation(seed, Watched(400, 1 + (seed % 3), 3), weather: 0.1, s_fleet, hosts: 20)
            {
                BadHost = "host-3",
                BadDuration = s_forever,
                IsChecked = seed % 4 == 0,
            };

            Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

            Assert.True(simulation.Replayed().Tally(TaskState.Succeeded) == 400, $"seed {seed}");
            Assert.True(simulation.Elapsed < s_forever, $"seed {seed}: {simulation.Elapsed}");
        }
    }

    [Fact]
    public async Task Run_OutageThatMakesEverythingSlow_CostsNoTaskItsAttempts()
    {
        using var simulation = new Simulation(4, Campaigns.Flat(3000, attempts: 2), weather: 0, s_fleet)
        {
            IsSlowAt = elapsed => elapsed.TotalMinutes is > 8 and < 12,
        };

        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

        CampaignState state = simulation.Replayed();
        long slow = state.Stages[0].Outcomes[(int)Outcome.Slow];
        long counted = Enumerable.Range(0, 3000).Sum(i => state.Stages[0].Ledger.FailuresOf(i));
        Assert.True(slow > 300, $"{slow} slow ends");
        Assert.InRange(counted, 1, 60);
        Assert.Equal(3000, state.Tally(TaskState.Succeeded) + state.Tally(TaskState.Failed));
        Assert.InRange(state.Tally(TaskState.Failed), 0, 3);
        Assert.Contains(Ends(simulation), end => end.Verdict == Verdict.Excuse);
    }

    [Fact]
    public async Task Run_TasksThatAreAlwaysTooSlow_FailAfterTheirAttempts()
    {
        using var simulation = new Simulation(5, Campaigns.Flat(100), weather: 0, s_fleet) { IsSlowAt = _ => true };

        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

        Assert.Equal(100, simulation.Replayed().Tally(TaskState.Failed));
        Assert.Equal(300, simulation.Backend.Started);
    }

    private static CampaignSpec Watched(long tasks, int pack, double factor)
    {
        CampaignSpec flat = Campaigns.Flat(tasks, pack, attempts: 15);
        return flat with { Stages = [flat.Stages[0] with { Watch = new WatchSpec { StragglerFactor = factor } }] };
    }

    private static long Stops(Simulation simulation) =>
        simulation.Journal.Read(0).Select(e => e.Fact).OfType<Fact.AttemptsStopped>().Sum(f => f.Tasks.Count);

    private static IEnumerable<AttemptEnd> Ends(Simulation simulation) =>
        simulation.Journal.Read(0).Select(e => e.Fact).OfType<Fact.AttemptsEnded>().SelectMany(f => f.Ends);
}
