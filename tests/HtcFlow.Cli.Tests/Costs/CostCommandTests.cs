using System.Text.Json;
using HtcFlow.Aws.Ec2;
using HtcFlow.Aws.Memory;
using HtcFlow.Cli.Costs;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Costs;

public sealed class CostCommandTests
{
    private const string Prices = "time,zone,type,price\n2026-11-01,eu-west-1a,c5.large,0.1\n";

    [Fact]
    public async Task Cost_PricesFromAFile_SplitsDollarsByStageAndPurpose()
    {
        using Bench bench = await RanAsync();
        string chart = bench.At("cost.svg");
        int code = await bench.RunAsync("cost", "trial", "--prices", bench.Write("prices.csv", Prices), "--svg", chart);
        Assert.Equal((ExitCodes.Fine, "dollars by stage and purpose: /bench/cost.svg\n"), (code, bench.Err));
        string svg = await File.ReadAllTextAsync(chart, TestContext.Current.CancellationToken);
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Contains("reclaimed", svg, StringComparison.Ordinal);
        Snapshot.Match(bench.Out);
    }

    [Fact]
    public async Task Cost_PricesOfTheCloud_IsOneJsonObject()
    {
        using Bench bench = await RanAsync();
        var ec2 = new MemoryEc2();
        ec2.Add(new SpotPrice("c5.large", "eu-west-1a", SpotPriceQuery.Linux, 0.2m, DateTimeOffset.UnixEpoch));
        ec2.Set(new Ec2Instance
        {
            Id = "i-1",
            InstanceType = "c5.large",
            Zone = "eu-west-1a",
            State = "running",
            IsSpot = true,
            LaunchTime = DateTimeOffset.UtcNow,
            Tags = new Dictionary<string, string> { ["AWSBatchServiceTag"] = "batch" },
        });
        bench.Clouds = [new CloudPlace("eu-west-1", ec2)];
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("cost", "trial", "--json"));
        using var document = JsonDocument.Parse(bench.Out);
        JsonElement root = document.RootElement;
        Assert.Equal(0.6, root.GetProperty("dollars").GetDouble(), 3);
        Assert.Equal(0.1, root.GetProperty("purposes").GetProperty("lostToReclaim").GetDouble(), 9);
        Assert.Equal(0.5, root.GetProperty("stages")[0].GetProperty("dollars").GetDouble(), 9);
        Assert.Equal(1, root.GetProperty("doubts").GetProperty("unusedInstances").GetInt32());
        Assert.Equal(6, root.GetProperty("doubts").GetProperty("estimatedAttempts").GetInt64());

        // The look was written down, for a report after the cloud has forgotten the instance.
        Assert.Contains("\"id\":\"i-1\"", await File.ReadAllTextAsync(bench.HomeOf("trial").Instances, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_ReportsThatTellOfStageIn_SplitsItFromWhatWasOfUse()
    {
        using Bench bench = await RanAsync();
        CancellationToken token = TestContext.Current.CancellationToken;
        for (int task = 0; task < 3; task++)
        {
            // One is of a runner that did not say.
            var report = new AttemptReport
            {
                Campaign = "trial",
                Stage = "write",
                Index = task,
                Attempt = 2,
                Array = 1,
                Outcome = Outcome.Succeeded,
                Exit = 0,
                WallMilliseconds = 3_600_000,
                StageInMilliseconds = task == 0 ? null : task * 360_000,
                RestoreMilliseconds = task == 0 ? null : 180_000,
            };
            await bench.Store.PutAsync(
                StoreLayout.Accepted("trial", "write", task), new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(report, WireJson.Default.AttemptReport)), PutCondition.Always, token);
        }

        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("cost", "trial", "--json", "--prices", bench.Write("prices.csv", Prices)));
        using var document = JsonDocument.Parse(bench.Out);
        JsonElement write = document.RootElement.GetProperty("stages")[0].GetProperty("purposes");
        Assert.Equal((0.16, 0.04), (Math.Round(write.GetProperty("useful").GetDouble(), 9), Math.Round(write.GetProperty("stageIn").GetDouble(), 9)));
        Assert.Equal(0.3, document.RootElement.GetProperty("dollars").GetDouble(), 9);
    }

    [Fact]
    public async Task Cost_CloudThatRefuses_GoesByTheBook()
    {
        using Bench bench = await RanAsync();
        bench.Clouds = [new CloudPlace("eu-west-1", Closed())];
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("cost", "trial", "--prices", bench.Write("prices.csv", Prices)));
        Assert.Contains("instances in eu-west-1 were not asked for: the weather of this test", bench.Err, StringComparison.Ordinal);
        Assert.Contains("campaign trial: $0.300 for 1 simulation, $0.300 each", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_NoCloudAndNoPrices_SaysWhatToDo()
    {
        using Bench bench = await RanAsync();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("cost", "trial"));
        Assert.Contains("say what machines cost with --prices FILE", bench.Err, StringComparison.Ordinal);
    }

    private static MemoryEc2 Closed()
    {
        var ec2 = new MemoryEc2();
        ec2.Weather.Fail("DescribeInstances", FaultKind.Denied);
        return ec2;
    }

    // Six attempts of half a machine for an hour each: four that count, one that was reclaimed, and the reader.
    private static async Task<Bench> RanAsync()
    {
        var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("submit", bench.WriteCampaign()));
        CancellationToken token = TestContext.Current.CancellationToken;
        var old = new List<string>();
        foreach (string stage in (string[])["write", "read"])
        {
            await foreach (ObjectInfo item in bench.Store.ListAsync(StoreLayout.Ledgers("trial", stage), "", token))
            {
                old.Add(item.Key);
            }
        }

        await bench.Store.DeleteAsync(old, token);
        for (int task = 0; task < 4; task++)
        {
            await PutAsync(bench, "write", new LedgerKey(task, 2, Outcome.Succeeded, 0, 3_600_000, "c5.large"));
        }

        await PutAsync(bench, "write", new LedgerKey(1, 1, Outcome.Preempted, 0, 3_600_000, "c5.large"));
        await PutAsync(bench, "read", new LedgerKey(0, 1, Outcome.Succeeded, 0, 3_600_000, "c5.large"));
        return bench;
    }

    private static Task<bool> PutAsync(Bench bench, string stage, LedgerKey key) => bench.Store.PutAsync(
        StoreLayout.LedgerEntry("trial", stage, new ArrayId(1), key), new MemoryStream(), PutCondition.Always, TestContext.Current.CancellationToken);
}
