using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Loop;

namespace HtcFlow.Engine.Tests.Loop;

/// <summary>Campaigns that a user interferes with while the world is at its worst; the state is checked after each step.</summary>
public sealed class InterferenceTests
{
    private const int Seeds = 320;
    private const int LastInterference = 60;

    /// <summary>Seeds that once failed.</summary>
    public static TheoryData<int> Regressions => [1];

    [Fact]
    public async Task Run_UserInterferesInFoulWeather_StateHoldsAfterEachStep()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            await CheckAsync(seed);
        }
    }

    [Theory]
    [MemberData(nameof(Regressions))]
    public Task Run_SeedThatOnceFailed_Holds(int seed) => CheckAsync(seed);

    private static async Task CheckAsync(int seed)
    {
        var dice = new Random(seed * 7919);
        CampaignSpec spec = seed % 2 == 0
            ? Campaigns.Flat(5 + (seed % 30), pack: 1 + (seed % 4), attempts: 1 + (seed % 15))
            : Campaigns.WriteReadFigure(seeds: 1 + (seed % 5), pack: 1 + (seed % 3), attempts: 1 + (seed % 15));
        var capabilities = new BackendCapabilities
        {
            MaxArrayElements = dice.Next(1, 4),
            MaxEnvironmentCharacters = 100_000,
            MaxOutstandingElements = dice.Next(1, 20),
            Slots = dice.Next(1, 9),
            PollInterval = TimeSpan.FromSeconds(dice.Next(1, 5)),
        };
        using var simulation = new Simulation(seed, spec, weather: 1, capabilities) { HasZombies = seed % 3 == 0, IsChecked = true };
        try
        {
            EngineEnd end = await simulation.RunAsync(step => Interfere(dice, simulation, spec, step));
            while (end == EngineEnd.Held)
            {
                simulation.Backend.IsOutage = false;
                simulation.Post(RequestKind.Release);
                end = await simulation.RunAsync();
            }

            Assert.Equal(EngineEnd.Ended, end);
            await CheckEndAsync(simulation, spec, simulation.HasZombies);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
        }
    }

    private static void Interfere(Random dice, Simulation simulation, CampaignSpec spec, int step)
    {
        if (step >= LastInterference)
        {
            simulation.Backend.IsOutage = false;
            if (step % LastInterference == 0)
            {
                // Whatever was held goes on in the end.
                simulation.Post(RequestKind.Release);
            }

            return;
        }

        string stage = dice.Next(3) == 0 ? "" : spec.Stages[dice.Next(spec.Stages.Count)].Name;
        string tasks = dice.Next(2) == 0 ? "" : $"{dice.Next(3)},{4 + dice.Next(4)}-{8 + dice.Next(9)}";
        switch (dice.Next(40))
        {
            case 0:
                simulation.Post(RequestKind.Hold);
                break;
            case 1 or 2:
                simulation.Post(RequestKind.Release);
                break;
            case 3 or 4:
                simulation.Post(RequestKind.Cancel, stage, tasks);
                break;
            case 5 or 6 or 7 or 8:
                simulation.Post(RequestKind.Retry, stage, tasks);
                break;
            case 9:
                simulation.Backend.IsOutage = true;
                break;
            case 10 or 11 or 12:
                simulation.Backend.IsOutage = false;
                break;
            default:
                break;
        }
    }

    private static async Task CheckEndAsync(Simulation simulation, CampaignSpec spec, bool hasZombies)
    {
        CampaignState state = simulation.Replayed();
        Assert.Empty(simulation.Premature);
        Assert.Equal(simulation.Backend.Accepted.Count, simulation.Backend.Accepted.Select(a => a.Name).Distinct().Count());
        foreach (StageState stage in state.Stages)
        {
            for (long i = 0; i < stage.Ledger.Count; i++)
            {
                await using Stream? accepted = await simulation.Store.OpenAsync(
                    StoreLayout.Accepted(spec.Name, stage.Spec.Name, i), CancellationToken.None);
                bool succeeded = stage.Ledger.StateOf(i) == TaskState.Succeeded;

                // A result of an array that was closed before it came is nobody's; the next attempt would find it.
                Assert.True(succeeded ? accepted is not null : hasZombies || accepted is null, $"{stage.Spec.Name}/{i} is {stage.Ledger.StateOf(i)}");
            }
        }
    }
}
