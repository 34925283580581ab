using HtcFlow.Aws.Ec2;
using HtcFlow.Aws.Memory;
using HtcFlow.Cli.Costs;
using HtcFlow.Cli.Costs.Targets;
using HtcFlow.Core.Campaigns;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Costs.Targets;

public sealed class TargetAppraiserTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Start_SeveralTargets_LooksAtOnceAndEveryFiveMinutes()
    {
        using Bench bench = await RanAsync();
        var ec2 = new MemoryEc2();
        ec2.Add(new SpotPrice("local", "eu-west-1a", SpotPriceQuery.Linux, 0.1m, DateTimeOffset.UnixEpoch));
        bench.Clouds = [new CloudPlace("eu-west-1", ec2)];
        await using TargetAppraiser appraiser = Start(bench)!;
        await LookedAsync();
        Assert.Equal((_time.GetUtcNow(), 2), (appraiser.Latest!.At, appraiser.Latest.Targets.Count));

        _time.Advance(TimeSpan.FromMinutes(5));
        await LookedAsync();
        Assert.Equal(_time.GetUtcNow(), appraiser.Latest.At);
    }

    [Fact]
    public async Task Start_LooksThatFail_ChangeNothing()
    {
        using Bench bench = await RanAsync();
        bench.Clouds = [new CloudPlace("eu-west-1", new MemoryEc2())];
        File.Delete(bench.HomeOf("trial").Journal);
        await File.WriteAllTextAsync(bench.HomeOf("trial").Journal, "no journal", TestContext.Current.CancellationToken);
        await using TargetAppraiser appraiser = Start(bench)!;
        await LookedAsync();

        Assert.Null(appraiser.Latest);
    }

    [Fact]
    public async Task Start_OneTargetOrNoCloud_IsNotWorthIt()
    {
        using Bench bench = await RanAsync();
        Assert.Null(Start(bench));
        bench.Clouds = [new CloudPlace("eu-west-1", new MemoryEc2())];
        Assert.Null(TargetAppraiser.Start(Context(bench), bench.HomeOf("trial"), Spec(bench, 1)));
    }

    private static async Task<Bench> RanAsync()
    {
        var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("submit", bench.WriteCampaign("backend: {slurm: {targets: {near: {}, far: {}}}}")));
        return bench;
    }

    private CommandContext Context(Bench bench) => bench.Context(TextWriter.Null, TextWriter.Null) with { Time = _time };

    private TargetAppraiser? Start(Bench bench) => TargetAppraiser.Start(Context(bench), bench.HomeOf("trial"), Spec(bench, 2));

    private static CampaignSpec Spec(Bench bench, int targets) => new()
    {
        Name = "trial",
        Store = bench.At("store"),
        Backend = new BackendSpec("slurm", new Dictionary<string, string>())
        {
            Targets = [.. Enumerable.Range(0, targets).Select(t => new TargetSpec("t" + t, 1, new Dictionary<string, string>()))],
        },
        Stages = [],
    };

    // It has looked when it waits for the next time.
    private async Task LookedAsync()
    {
        while (_time.WaitingTimers == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
