using HtcFlow.Acceptance.Clusters;
using HtcFlow.Testing.Aws;
using HtcFlow.Testing.S3;

namespace HtcFlow.Acceptance.Aws;

/// <summary>The demo campaign on AWS Batch: spot machines that are all taken away, calls that are refused or lost, and an engine that is killed.</summary>
public sealed class AwsCampaignTests
{
    private const string Image = "images/hamr:1";
    private const string Storm = "storm";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Processes_EveryInstanceReclaimed_GivesTheBytesOfThisMachine()
    {
        await SurviveAsync("process", Image, new Dictionary<string, object> { [Image] = new { entrypoint = new[] { Products.Runner } } });
    }

    [Fact]
    public async Task Containers_EveryInstanceReclaimed_GivesTheBytesOfThisMachine()
    {
        Products.BuildImage();
        await SurviveAsync("podman", "localhost/htcflow-hamr:latest", []);
    }

    private static async Task SurviveAsync(string executor, string image, Dictionary<string, object> images)
    {
        S3Gateway gateway = S3Gateway.Shared;
        using var emulator = new AwsEmulatorProcess(Options(executor, images, gateway));
        using var run = new CampaignRun(
            await gateway.NewBucketAsync(Token), "aws-batch", $"queue: spot, image: \"{image}\", region: us-east-1, endpoint: \"{emulator.Endpoint.OriginalString}\", poll: 1s, search-lag: 4s")
        {
            Bits = 900,
            Queue = () => $"{emulator.Control("GET", "instances")}\n{emulator.LastWords(files: 6)}",
        };

        ClusterTrial.Survive(
            run,
            ["htcflow-runner", Storm, "hamr-write", "htcflow"],
            strike => strike == Storm ? () => emulator.Control("POST", "storm", new { within = "00:00:15" }) : null);

        Assert.Contains(run.Objects("hamr/l"), static key => key.Contains("preempted", StringComparison.Ordinal));
        Assert.True(emulator.Calls(static end => end == "TooManyRequestsException") > 0, "no call was throttled");
        Assert.True(emulator.Calls(static end => end is "ServerException" or "lost") > 0, "no call failed");
    }

    // Everything is quicker than it is in the world, so that machines come and go while a few tasks run.
    private static object Options(string executor, Dictionary<string, object> images, S3Gateway gateway) => new
    {
        executor,
        images,
        regions = new[] { "us-east-1" },
        keys = new[] { new { id = gateway.AccessKey, secret = gateway.SecretKey } },
        // Stands for the role of the jobs.
        jobEnvironment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = gateway.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = gateway.SecretKey,
        },
        habits = new { visibilityLag = "00:00:01", summaryLag = "00:00:01", queueingTime = "00:00:00.2", startingTime = "00:00:00.2", reclaimNotice = "00:00:05" },
        world = new
        {
            instanceStart = "00:00:00.5",
            scalePeriod = "00:00:01",
            idleTime = "00:00:10",
            queues = new[] { new { name = "spot", instanceTypes = new[] { "c5.large" }, maxVcpus = 4 } },
        },
        weather = new { errorShare = 0.08, throttleShare = 0.08, lostShare = 0.04 },
    };
}
