using HtcFlow.Aws;
using HtcFlow.AwsEmulator;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.Cli.Tests.Aws.Visit;

/// <summary>What people read of an account before anything is submitted, asked over HTTP of services that behave as the real ones.</summary>
public sealed class EmulatedAccountTests
{
    private const string Region = "us-east-1";
    private const string Backend = $$"""
        backend:
          aws-batch:
            queue: main
            region: {{Region}}
            image: 123456789012.dkr.ecr.{{Region}}.amazonaws.com/hamr:3
        """;

    [Fact]
    public async Task Doctor_ThroughTheEmulator_SaysWhatItSawAndWhatIsWrong()
    {
        var options = new EmulatorOptions();
        options.Images["hamr:3"] = new ImageOptions();
        await using EmulatorHost emulator = await EmulatorHost.StartAsync(options, TimeProvider.System);
        using var bench = new Bench();
        bench.Aws = () => Open(emulator);
        string campaign = Campaign(bench);

        await bench.RunAsync("doctor", "--campaign", campaign);
        Assert.Matches("ok       account +123456789012 as arn:aws:iam::123456789012:user/", bench.Out);
        Assert.Matches("ok       queue +main is open: 1 compute environment, at most 100,000 vCPUs", bench.Out);
        Assert.Matches("ok       image +.*/hamr:3 is there", bench.Out);
        Assert.Matches("ok       permissions ", bench.Out);
        Assert.Matches("ok       spot vCPUs +the account may have 1,000,000 of standard families", bench.Out);

        QuotaOptions spot = options.Quotas.Single(static quota => quota.Code == QuotaOptions.SpotVcpus);
        (spot.IsDefault, spot.Value) = (true, 5);
        options.Images["hamr:3"].IsMissing = true;
        emulator.Control("POST", "queue", new { name = "main", state = "DISABLED" });
        emulator.Control("POST", "permission", new { key = AccessKeyOptions.DefaultId, effect = "Deny", actions = new[] { "batch:SubmitJob" } });
        Assert.Equal(ExitCodes.World, await bench.RunAsync("doctor", "--campaign", campaign));
        Assert.Matches("missing  queue +the queue 'main' is disabled", bench.Out);
        Assert.Matches("missing  image +", bench.Out);
        Assert.Matches("missing  permissions +.*batch:SubmitJob", bench.Out);
        Assert.Matches(@"spot vCPUs +the account may have 5 \(the default\) of standard families", bench.Out);
    }

    [Fact]
    public async Task Plan_ThroughTheEmulator_GoesByItsQueue()
    {
        await using EmulatorHost emulator = await EmulatorHost.StartAsync(new EmulatorOptions(), TimeProvider.System);
        using var bench = new Bench();
        bench.Aws = () => Open(emulator);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("plan", Campaign(bench), "--set", "stages.write.sweep.seed=1..12500"));
        Assert.Contains($"queue main in {Region}: at most 100,000 vCPUs", bench.Out, StringComparison.Ordinal);
        Assert.Contains("stage write: 25,000 tasks, 25,000 elements of 1 task, 3 array jobs", bench.Out, StringComparison.Ordinal);

        emulator.Control("POST", "permission", new { key = AccessKeyOptions.DefaultId, effect = "Deny", actions = new[] { "batch:DescribeJobQueues" } });
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("plan", Campaign(bench)));
        Assert.Contains($"queue main in {Region} was not asked: ", bench.Out, StringComparison.Ordinal);
        Assert.Contains("batch:DescribeJobQueues", bench.Out, StringComparison.Ordinal);
    }

    private static AwsServices Open(EmulatorHost emulator)
    {
        // The emulator knows this key; nothing else in this process calls AWS.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKeyOptions.DefaultId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", AccessKeyOptions.DefaultSecret);
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", null);
        return AwsServices.Open(new AwsOptions { Region = Region, Endpoint = emulator.Endpoint }, TimeProvider.System, new Random(1));
    }

    private static string Campaign(Bench bench)
    {
        string file = bench.WriteCampaign(Backend);
        File.WriteAllText(file, File.ReadAllText(file).Replace($"store: {bench.At("store")}", "store: s3://results/2030", StringComparison.Ordinal));
        return file;
    }
}
