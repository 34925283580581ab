using HtcFlow.AwsEmulator.Options;
using HtcFlow.Core.Facts;
using HtcFlow.Core.State;

namespace HtcFlow.Cli.Tests.Costs.Targets;

/// <summary>Campaigns on several queues of AWS Batch.</summary>
public sealed class SeveralQueuesTests
{
    private const string Home = "us-east-1";
    private const int Zone = 80_000;
    private static readonly (string Name, string Queue, string Region)[] s_two = [("cheap", "cheap", Home), ("dear", "dear", Home)];

    [Fact]
    public async Task Run_CheapAndDearQueue_TheCheapOneDoesMostOfTheWork()
    {
        await using EmulatedQueues measured = await TwoQueuesAsync(countsCosts: true);
        CampaignState state = await measured.RunAsync(5_000, s_two, _ => false);
        await using EmulatedQueues plain = await TwoQueuesAsync(countsCosts: false);
        CampaignState unweighed = await plain.RunAsync(5_000, s_two, _ => false);

        // The dear one is twice as fast, so that without its price it would have two thirds of the work.
        Assert.Equal((CampaignPhase.Ended, 5_000L), (state.Phase, state.Tally(TaskState.Succeeded)));
        Assert.InRange(ShareOf(unweighed, "cheap"), 0.28, 0.42);
        Assert.InRange(ShareOf(state, "cheap"), 0.6, 0.95);

        // Within three quarters of an hour, once, and for good.
        TargetState dear = state.Targets[1];
        Assert.InRange(dear.Measured!.Factor, 0.1, 0.3);
        DateTimeOffset fell = measured.FactsOf<Fact.TargetsWeighed>().First(f => f.Fact.Weights[1].Factor < 1).At;
        Assert.InRange(fell - state.CreatedAt, TimeSpan.Zero, TimeSpan.FromMinutes(45));
        Assert.All(measured.FactsOf<Fact.TargetsWeighed>(), f => Assert.Equal(1, f.Fact.Weights[0].Factor));
        Assert.True(Dollars(measured) < 0.85 * Dollars(plain), $"{Dollars(measured):F2} dollars, {Dollars(plain):F2} without weights");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_ZoneOf80000Processors_IsFilledByOneQueueAndPassedByTwo(int count)
    {
        await using EmulatedQueues queues = await EmulatedQueues.StartAsync(countsCosts: false, world =>
        {
            world.World.Zones = ["a"];
            world.World.ZoneVcpus["*"] = Zone;
            world.World.Queues = [new PresetQueue { Name = "wide", InstanceTypes = ["c5.4xlarge"], MaxVcpus = 200_000 }];
        });
        queues.Work.Seconds["wide"] = 36_000;

        (string, string, string)[] all = [("near", "wide", Home), ("far", "wide", "us-east-2")];
        await queues.RunAsync(90_000 * count, all[..count], state => queues.Clock.GetUtcNow() - state.CreatedAt > TimeSpan.FromMinutes(30));

        Assert.Equal(Zone * count, queues.Work.Most);
    }

    private static async Task<EmulatedQueues> TwoQueuesAsync(bool countsCosts)
    {
        EmulatedQueues queues = await EmulatedQueues.StartAsync(countsCosts, world => world.World.Queues =
        [
            new PresetQueue { Name = "cheap", InstanceTypes = ["c5.large"], MaxVcpus = 100 },
            new PresetQueue { Name = "dear", InstanceTypes = ["r5d.large"], MaxVcpus = 100 },
        ]);
        (queues.Work.Seconds["cheap"], queues.Work.Seconds["dear"]) = (600, 300);
        queues.Emulator.Control("POST", "price", new { pattern = "c5.large", factor = 0.2 });
        return queues;
    }

    private static double ShareOf(CampaignState state, string target) =>
        (double)state.Arrays.Where(a => a.Target!.Spec.Name == target).Sum(a => a.TaskCount) / state.Stages[0].Ledger.Count;

    private static double Dollars(EmulatedQueues queues) => queues.Emulator.Control("GET", "bill").GetProperty("dollars").GetDouble();
}
