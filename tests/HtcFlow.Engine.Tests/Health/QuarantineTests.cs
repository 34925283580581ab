using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Tests.Loop;

namespace HtcFlow.Engine.Tests.Health;

/// <summary>Whole campaigns on a fleet of which one host spoils everything.</summary>
public sealed class QuarantineTests
{
    private const string Bad = "host-3";

    private static readonly BackendCapabilities s_fleet = new()
    {
        MaxArrayElements = 500,
        MaxEnvironmentCharacters = 100_000,
        MaxOutstandingElements = 1_000_000,
        Slots = 40,
        PollInterval = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public async Task Run_OneBadHost_GetsNoMoreWorkAndNothingIsLost()
    {
        using var simulation = new Simulation(1, Campaigns.Flat(1000), weather: 0, s_fleet, hosts: 20) { BadHost = Bad };

        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

        CampaignState state = simulation.Replayed();
        Assert.Equal(1000, state.Tally(TaskState.Succeeded));
        Assert.Equal([Bad], state.Quarantined.Keys);
        Assert.Equal([Bad], simulation.Backend.Avoided);
        Assert.StartsWith(Bad + ": ", state.LatestQuarantine, StringComparison.Ordinal);
        Assert.InRange(simulation.Spoiled, 3, 15);
    }

    [Fact]
    public async Task Run_NoBadHost_BlamesNobody()
    {
        using var simulation = new Simulation(2, Campaigns.Flat(1000, attempts: 15), weather: 0.2, s_fleet, hosts: 20);

        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

        Assert.Empty(simulation.Replayed().Quarantined);
    }

    [Fact]
    public async Task Run_FleetOfFewHosts_KeepsThemAll()
    {
        using var simulation = new Simulation(3, Campaigns.Flat(400, attempts: 15), weather: 0, s_fleet, hosts: 4) { BadHost = Bad };

        Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

        Assert.Empty(simulation.Replayed().Quarantined);
        Assert.Equal(400, simulation.Replayed().Tally(TaskState.Succeeded));
    }

    [Fact]
    public async Task Run_EngineThatDiesAnywhere_TellsTheBackendAgain()
    {
        int found = 0;
        for (int seed = 1; seed <= 25; seed++)
        {
            using var simulation = new Simulation(seed, Campaigns.Flat(1500, attempts: 15), weather: 0.1, s_fleet, hosts: 20) { BadHost = Bad };

            Assert.Equal(EngineEnd.Ended, await simulation.RunAsync());

            CampaignState state = simulation.Replayed();
            Assert.True(state.Tally(TaskState.Succeeded) == 1500, $"seed {seed}");
            Assert.True(state.Quarantined.Keys.SequenceEqual(simulation.Backend.Avoided), $"seed {seed}: {simulation.Backend.Avoided.Count}");
            found += state.Quarantined.ContainsKey(Bad) ? 1 : 0;
            Assert.True(state.Quarantined.Count <= 1, $"seed {seed}: {string.Join(", ", state.Quarantined.Keys)}");
        }

        // Evidence is lost with the engine, so a few campaigns end before enough of it has come together again.
        Assert.InRange(found, 15, 25);
    }
}
