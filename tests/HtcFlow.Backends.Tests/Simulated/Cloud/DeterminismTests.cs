using System.Globalization;
using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Tests.Simulated.Cloud;

/// <summary>The seed decides, not who looks and when.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public async Task Run_SameSeed_GivesTheSameTranscript() =>
        Assert.Equal(await TranscriptAsync(3, TimeSpan.FromSeconds(30)), await TranscriptAsync(3, TimeSpan.FromSeconds(30)));

    [Fact]
    public async Task Run_OtherSeed_GivesAnother() =>
        Assert.NotEqual(await TranscriptAsync(3, TimeSpan.FromSeconds(30)), await TranscriptAsync(4, TimeSpan.FromSeconds(30)));

    [Theory]
    [InlineData(1)]
    [InlineData(600)]
    [InlineData(7200)]
    public async Task Run_OtherPolling_ChangesNothing(int seconds) =>
        Assert.Equal(await TranscriptAsync(5, TimeSpan.FromSeconds(30)), await TranscriptAsync(5, TimeSpan.FromSeconds(seconds)));

    private static async Task<string> TranscriptAsync(int seed, TimeSpan step)
    {
        var trial = new TrialCloud(Wild(seed));
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 500, pack: 2));
        JobHandle wide = await trial.SubmitAsync(TrialCloud.Ask(2, 500, 100, change: static s => s with { Resources = s.Resources with { Vcpus = 3 } }));

        // All that follows from the two submissions has happened after two days, however often somebody looked meanwhile.
        for (TimeSpan at = TimeSpan.Zero; at < TimeSpan.FromHours(48); at += step)
        {
            trial.Clock.Advance(step);
            await trial.Backend.ObserveAsync([handle, wide], TestContext.Current.CancellationToken);
        }

        List<LedgerKey> keys = [.. await trial.KeysAsync(1), .. await trial.KeysAsync(2)];
        CloudReading reading = trial.Reading;
        return string.Join('\n', keys) + string.Create(
            CultureInfo.InvariantCulture, $"\n{reading.Dollars} {reading.Launched} {reading.Reclaims} {reading.Deaths} {reading.Events} {reading.PeakVcpus}")
            + string.Join(' ', reading.Attempts) + string.Join(' ', reading.DollarsBy);
    }

    private static WorldSpec Wild(int seed) => new()
    {
        Seed = seed,
        Pools =
        [
            new PoolSpec { Type = "a", Zone = "x", Vcpus = 8, Price = new PriceSeries([(TimeSpan.Zero, 1), (TimeSpan.FromHours(1), 3)]), HazardPerHour = 0.3 },
            new PoolSpec { Type = "b", Zone = "y", Vcpus = 4, Price = PriceSeries.Fixed(0.4), HazardPerHour = 0.1, MaxMachines = 20 },
        ],
        OtherTasks = new TaskModel { WorkSeconds = 1800, Deviation = 0.5, CheckpointEvery = TimeSpan.FromMinutes(5), FailureProbability = 0.05 },
        Fleet = new FleetModel { DeathPerHour = 0.1, NoNoticeShare = 0.3, SlowShare = 0.05, StalledShare = 0.02, RampPerZoneMinute = 10 },
        Service = new ServiceModel { KeyDelay = TimeSpan.FromSeconds(20), LostKeys = 0.02, Memory = TimeSpan.FromDays(30) },
        Storms = [new StormSpec(TimeSpan.FromMinutes(40), "a", "", 0.5)],
    };
}
