using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Tests.Simulated.Cloud;

/// <summary>Size: what a large campaign costs in memory, and that nothing of it gets lost.</summary>
/// <remarks>Alone: others would fill and empty the heap that is measured.</remarks>
[CollectionDefinition(nameof(LargeCloudTests), DisableParallelization = true)]
[Collection(nameof(LargeCloudTests))]
public sealed class LargeCloudTests
{
    private const int Arrays = 20;
    private const int Elements = 10_000;

    [Fact]
    public async Task Run_200ThousandElements_StaysSmall()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var trial = new TrialCloud(World());
        var handles = new List<JobHandle>();
        for (int a = 0; a < Arrays; a++)
        {
            handles.Add(await trial.SubmitAsync(TrialCloud.Ask(a + 1, a * Elements, Elements)));
        }

        trial.Clock.Advance(TimeSpan.FromHours(2));
        await trial.Backend.ObserveAsync(handles, TestContext.Current.CancellationToken);
        long running = GC.GetTotalMemory(forceFullCollection: true) - before;
        foreach (JobHandle handle in handles)
        {
            await trial.UntilEndedAsync(handle, Elements, TimeSpan.FromHours(1));
        }

        // Running: 33 bytes a slot, 12 a casualty, 20 and some a checkpoint, 16 a key; with room for growing lists 100 bytes an element.
        Assert.InRange(running, 0, 100L * Arrays * Elements);
        CloudReading reading = trial.Reading;
        Assert.Equal(reading.Attempts[Outcome.Succeeded], reading.Accepted);
        Assert.Equal(Arrays * Elements, reading.Attempts.Values.Sum());
        TestContext.Current.SendDiagnosticMessage($"{running} bytes, {reading.Events} events, {reading.OwnTime.TotalSeconds} s, {reading.PeakMachines} machines");
    }

    private static WorldSpec World() => new()
    {
        Pools =
        [
            .. from type in Enumerable.Range(0, 3)
               from zone in Enumerable.Range(0, 3)
               select new PoolSpec
               {
                   Type = $"type{type}",
                   Zone = $"zone{zone}",
                   Vcpus = 36,
                   Price = PriceSeries.Fixed(0.5 + (0.05 * type)),
                   HazardPerHour = 0.05,
               },
        ],
        OtherTasks = new TaskModel { WorkSeconds = 3 * 3600, CheckpointEvery = TimeSpan.FromMinutes(10) },
        Service = new ServiceModel { Memory = TimeSpan.FromDays(30) },
        Storms = [new StormSpec(TimeSpan.FromHours(1), "", "", 0.3)],
    };
}
