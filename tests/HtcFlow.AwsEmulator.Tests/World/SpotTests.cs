using System.Text.Json;
using HtcFlow.AwsEmulator.Billing;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.World;

/// <summary>Instances come, are packed, cost, and are taken away.</summary>
public sealed class SpotTests
{
    [Fact]
    public async Task Storm_EveryInstance_IsReclaimedAndTheArrayEndsAllTheSame()
    {
        var play = new Play { OnBegin = static _ => new VirtualPlan(TimeSpan.FromMinutes(3)) };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        string id = await scene.SubmitAsync("a", 500, retry: new { attempts = 10 });
        scene.Time.Advance(TimeSpan.FromMinutes(2));
        string[] before = Instances(scene);
        Assert.NotEmpty(before);
        scene.Host.Control("POST", "storm", new { within = "00:05:00" });
        scene.Time.Advance(TimeSpan.FromMinutes(8));
        Assert.Empty(Instances(scene).Intersect(before));
        scene.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("SUCCEEDED", await scene.StatusAsync(id));
        Assert.Equal(500, play.Ends.Count(static end => end.End is { ExitCode: 0, IsHostLost: false }));
        Assert.Contains(play.Ends, static end => end.End.IsHostLost);
    }

    [Fact]
    public async Task Bill_OfOneInstance_IsItsSecondsAtThePricesOfTheHistory()
    {
        var play = new Play { OnBegin = static _ => new VirtualPlan(TimeSpan.FromHours(9)) };
        await using Scene scene = await Scene.StartAsync(options =>
        {
            options.Work = play;
            options.World.Queues[0].InstanceTypes = ["c5.large"];
        });
        string id = await scene.SubmitAsync("a", 2);
        scene.Time.Advance(TimeSpan.FromHours(12));
        Assert.Equal("SUCCEEDED", await scene.StatusAsync(id));
        BillLine line = scene.Host.Bill().Single();
        // The start, nine hours, and five minutes of idling.
        Assert.InRange(line.Seconds, (9 * 3600) + 300, (9 * 3600) + 310);
        JsonElement bill = scene.Host.Control("GET", "bill");
        Assert.Equal(line.Dollars, bill.GetProperty("dollars").GetDecimal());

        Answered history = await scene.Caller.SendAsync(
            "ec2", HttpMethod.Post, "/", "application/x-www-form-urlencoded", System.Text.Encoding.UTF8.GetBytes($"Action=DescribeSpotPriceHistory&Version=2016-11-15&InstanceType.1=c5.large&AvailabilityZone={line.Zone}&StartTime=2030-01-01T00:00:00Z"));
        var prices = System.Xml.Linq.XElement.Parse(history.Text).Descendants()
            .Where(static element => element.Name.LocalName == "item")
            .Select(static item => (At: DateTimeOffset.Parse(Value(item, "timestamp"), System.Globalization.CultureInfo.InvariantCulture), Price: decimal.Parse(Value(item, "spotPrice"), System.Globalization.CultureInfo.InvariantCulture)))
            .OrderBy(static price => price.At).ToList();
        DateTimeOffset from = new DateTimeOffset(2030, 1, 1, 0, 1, 1, TimeSpan.Zero), to = from.AddSeconds(line.Seconds);
        decimal expected = prices.Select((price, at) =>
        {
            DateTimeOffset begin = price.At > from ? price.At : from;
            DateTimeOffset end = at + 1 < prices.Count && prices[at + 1].At < to ? prices[at + 1].At : to;
            return end > begin ? price.Price * (decimal)(end - begin).TotalHours : 0;
        }).Sum();
        Assert.True(prices.Count >= 3);
        Assert.InRange(line.Dollars / expected, 0.9999m, 1.0001m);

        static string Value(System.Xml.Linq.XElement item, string name) => item.Elements().Single(element => element.Name.LocalName == name).Value;
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(90, 1)]
    public async Task Bill_OfAReclaimedInstance_IsNothingWithinItsFirstHour(int minutes, int isCharged)
    {
        var play = new Play { OnBegin = static _ => new VirtualPlan(TimeSpan.FromHours(9)) };
        await using Scene scene = await Scene.StartAsync(options =>
        {
            options.Work = play;
            options.World.Queues[0].InstanceTypes = ["c5.large"];
        });
        await scene.SubmitAsync("a");
        scene.Time.Advance(TimeSpan.FromMinutes(minutes));
        scene.Host.Control("POST", "reclaim", new { });
        scene.Time.Advance(TimeSpan.FromMinutes(3));
        BillLine line = scene.Host.Bill().Single();
        Assert.Equal(isCharged, Math.Sign(line.Dollars));
        Assert.InRange(line.Seconds, (minutes * 60) + 50, (minutes * 60) + 60);
    }

    [Fact]
    public async Task Packing_ByVcpusAndMemory_FillsInstances()
    {
        await using Scene scene = await Scene.StartAsync(static options =>
        {
            options.World.Queues[0].InstanceTypes = ["c5.2xlarge"];
            options.World.DefaultPoolVcpus = 8;
            options.World.Zones = ["a"];
        });
        // 8 vCPUs, and 95 % of 16 GiB: memory of 4,000 MiB each lets three run at once.
        JsonElement submitted = await scene.Caller.OkAsync("SubmitJob", new
        {
            jobName = "fat",
            jobQueue = "main",
            jobDefinition = Scene.Definition,
            arrayProperties = new { size = 5 },
            containerOverrides = new { resourceRequirements = new[] { new { type = "MEMORY", value = "4000" } } },
        });
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        string id = submitted.GetProperty("jobId").GetString()!;
        Assert.Equal(3, (await scene.ChildrenAsync(id, "RUNNING")).Length);
        Assert.Equal(2, (await scene.ChildrenAsync(id, "RUNNABLE")).Length);
        scene.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(2, (await scene.ChildrenAsync(id, "RUNNING")).Length);
    }

    [Fact]
    public async Task Shares_TwoIdentifiers_GetAlike()
    {
        await using Scene scene = await Scene.StartAsync(static options =>
        {
            options.World.Queues[0].InstanceTypes = ["c5.4xlarge"];
            options.World.DefaultPoolVcpus = 16;
            options.World.Zones = ["a"];
        });
        await scene.Caller.OkAsync("CreateJobQueue", new
        {
            jobQueueName = "fair",
            priority = 1,
            schedulingPolicyArn = "arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair",
            computeEnvironmentOrder = new[] { new { order = 1, computeEnvironment = "main" } },
        });
        string first = await SubmitAsync("one"), second = await SubmitAsync("two");
        scene.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(8, (await scene.ChildrenAsync(first, "RUNNING")).Length);
        Assert.Equal(8, (await scene.ChildrenAsync(second, "RUNNING")).Length);
        Assert.Contains("must be specified", (await scene.Caller.BatchAsync("SubmitJob", new { jobName = "a", jobQueue = "fair", jobDefinition = Scene.Definition })).Text, StringComparison.Ordinal);

        async Task<string> SubmitAsync(string share) => (await scene.Caller.OkAsync("SubmitJob", new
        {
            jobName = share,
            jobQueue = "fair",
            jobDefinition = Scene.Definition,
            shareIdentifier = share,
            arrayProperties = new { size = 100 },
        })).GetProperty("jobId").GetString()!;
    }

    [Fact]
    public async Task Zones_Full_HoldNoMoreWhateverTheTypes()
    {
        await using Scene scene = await Scene.StartAsync(static options =>
        {
            options.World.Zones = ["a"];
            options.World.ZoneVcpus["*"] = 96;
        });
        string id = await scene.SubmitAsync("a", 500);
        scene.Time.Advance(TimeSpan.FromMinutes(8));
        Assert.InRange((await scene.ChildrenAsync(id, "RUNNING")).Length, 90, 96);
        Assert.All(scene.Host.Control("GET", "instances").EnumerateArray(), static instance => Assert.Equal("us-east-1a", instance.GetProperty("zone").GetString()));
    }

    [Fact]
    public async Task Quota_OfSpotVcpus_BoundsTheRegion()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.Quotas.Single(static quota => quota.Code == "L-34B43A08").Value = 64);
        string id = await scene.SubmitAsync("a", 100);
        scene.Time.Advance(TimeSpan.FromMinutes(8));
        Assert.InRange((await scene.ChildrenAsync(id, "RUNNING")).Length, 56, 64);
    }

    [Fact]
    public async Task Reclaims_OnTheirOwn_ComeAtTheirRate()
    {
        var play = new Play { OnBegin = static _ => new VirtualPlan(TimeSpan.FromMinutes(30)) };
        await using Scene scene = await Scene.StartAsync(options =>
        {
            options.Work = play;
            options.World.ReclaimsPerHour = 1;
            options.World.Queues[0].InstanceTypes = ["c5.large"];
        });
        string id = await scene.SubmitAsync("a", 400, retry: new { attempts = 10 });
        scene.Time.Advance(TimeSpan.FromHours(10));
        // At one an hour, e^-0.5 = 61 % of the attempts of half an hour get through: 400 ends that are good go with about 260 that are lost.
        Assert.InRange(play.Ends.Count(static end => end.End.IsHostLost), 150, 400);
        Assert.NotEqual("PENDING", await scene.StatusAsync(id));
    }

    [Fact]
    public async Task Queue_Invalid_StartsNothingUntilItIsValid()
    {
        await using Scene scene = await Scene.StartAsync();
        string id = await scene.SubmitAsync("a", 2);
        scene.Host.Control("POST", "queue", new { name = "main", status = "INVALID", statusReason = "CLIENT_ERROR - role is gone" });
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, (await scene.ChildrenAsync(id, "RUNNABLE")).Length);
        scene.Host.Control("POST", "queue", new { name = "main", status = "VALID" });
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, (await scene.ChildrenAsync(id, "RUNNING")).Length);
    }

    private static string[] Instances(Scene scene) =>
        [.. scene.Host.Control("GET", "instances").EnumerateArray().Select(static instance => instance.GetProperty("id").GetString()!)];
}
