using HtcFlow.Aws.Account;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Aws.Visit;

/// <summary>What people read of an account of AWS before anything is submitted.</summary>
public sealed class AwsVisitTests
{
    private const string Backend = """
        backend:
          aws-batch:
            queue: spot
            region: eu-west-1
            image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/hamr:3
            job-role: arn:aws:iam::123456789012:role/job
        """;

    [Fact]
    public async Task Doctor_EverythingInOrder_SaysWhatItSaw()
    {
        using var bench = new Bench();
        var place = new AwsTwin();
        bench.Aws = () => place.Services;
        await bench.RunAsync("doctor", "--campaign", Campaign(bench, Backend));
        Snapshot.Match(AwsLines(bench));
        Assert.DoesNotContain("missing  ", AwsLines(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_EverythingWrong_SaysWhatToDo()
    {
        using var bench = new Bench();
        var place = new AwsTwin();
        bench.Aws = () => place.Services;
        place.Account.Images.Clear();
        place.Account.Forbidden.Add("batch:SubmitJob");
        place.Account.Forbidden.Add("ec2:DescribeSpotPriceHistory");
        place.Account.Quotas["ec2/L-34B43A08"] = new ServiceQuota("Spot", 5, "None", true, true);
        place.Account.Quotas["ebs/L-7A658B76"] = new ServiceQuota("gp3", 50, "None", true, true);
        place.Account.Templates["lt-1"] = new MetadataOptions("required", 1, "enabled") { VolumeGibibytes = 200 };
        place.Queues.Change("spot", static queue => queue with { State = ResourceState.Disabled });
        Assert.Equal(ExitCodes.World, await bench.RunAsync("doctor", "--campaign", Campaign(bench, Backend + "\n    terminate-slow-hosts: true")));
        Snapshot.Match(AwsLines(bench));
    }

    [Fact]
    public async Task Doctor_TenThousandSmallInstances_WarnsOfTheirVolumes()
    {
        using var bench = new Bench();
        var place = new AwsTwin();
        bench.Aws = () => place.Services;
        place.Queues.ChangeEnvironment("spot", static e => e with { ComputeResources = e.ComputeResources! with { MaxVcpus = 80_000, InstanceTypes = ["m5.2xlarge"], LaunchTemplate = null } });
        place.Account.Quotas["ebs/L-7A658B76"] = new ServiceQuota("gp3", 300, "None", true, false);
        await bench.RunAsync("doctor", "--campaign", Campaign(bench, Backend));
        Assert.Matches("advice   volumes +at most 10,000 instances if the smallest are taken, with volumes of 293 TiB; the account may have 300 TiB of gp3; that are more than 5,000 volumes", bench.Out);
        Assert.Matches("advice   metadata +spot has no launch template", bench.Out);
    }

    [Fact]
    public async Task Doctor_WhatMayNotBeAsked_IsSaidAndNotGuessed()
    {
        using var bench = new Bench();
        var place = new AwsTwin();
        bench.Aws = () => place.Services;
        place.Account.Weather.Fail("SimulatePrincipalPolicy", FaultKind.Denied);
        place.Account.Weather.Fail("GetServiceQuota", FaultKind.Denied, times: 2);
        place.Account.Caller = place.Account.Caller with { Arn = "arn:aws:sts::123456789012:assumed-role/campaigns/me" };
        await bench.RunAsync("doctor", "--campaign", Campaign(bench, Backend));
        Assert.Matches("advice   permissions +cannot be asked: the weather of this test", bench.Out);
        Assert.Matches("advice   spot vCPUs +GetServiceQuota 'L-34B43A08'", bench.Out);
        Assert.Matches("advice   volumes +GetServiceQuota 'L-7A658B76'", bench.Out);
    }

    [Fact]
    public async Task Doctor_Calibrate_LooksAtItsPermissionsOnlyThen()
    {
        using var bench = new Bench();
        var place = new AwsTwin();
        bench.Aws = () => place.Services;
        place.Account.Forbidden.Add("batch:DeleteJobQueue");
        await bench.RunAsync("doctor", "--campaign", Campaign(bench, Backend));
        Assert.DoesNotContain("DeleteJobQueue", bench.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.World, await bench.RunAsync("doctor", "--calibrate", "--campaign", Campaign(bench, Backend)));
        Assert.Matches("missing  permissions +not allowed: batch:DeleteJobQueue\n.*aws init --calibrate", bench.Out);
    }

    [Fact]
    public async Task Doctor_SeveralTargets_NamesEachAndLooksAtTheAccountOnce()
    {
        using var bench = new Bench();
        var place = new AwsTwin();
        bench.Aws = () => place.Services;
        Assert.Equal(ExitCodes.World, await bench.RunAsync("doctor", "--campaign", Campaign(bench, Backend + "\n    targets: {a: {queue: spot}, b: {queue: none}}")));
        Assert.Matches("ok       a: queue +spot is open", bench.Out);
        Assert.Matches("missing  b: queue +use queue 'none': there is no such job queue in eu-west-1", bench.Out);
        Assert.Equal(1, place.Account.Weather.Calls["GetCallerIdentity"]);
    }

    [Fact]
    public async Task Doctor_NoCredentials_SaysSo()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.World, await bench.RunAsync("doctor", "--backend", "aws-batch"));
        Assert.Matches("missing  account +find 'credentials': there are none\n +-> run `aws configure`", bench.Out);
    }

    [Fact]
    public async Task Doctor_ADirectoryForAStore_IsRefused()
    {
        using var bench = new Bench();
        var place = new AwsTwin();
        bench.Aws = () => place.Services;
        Assert.Equal(ExitCodes.World, await bench.RunAsync("doctor", "--campaign", bench.WriteCampaign(Backend)));
        Assert.Matches("missing  store there +/bench/store is a directory of this machine", bench.Out);
    }

    [Fact]
    public async Task Plan_OnAws_SaysArraysQueuesAndWhatTheEngineDoes()
    {
        using var bench = new Bench();
        var place = new AwsTwin();
        bench.Aws = () => place.Services;
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("plan", Campaign(bench, Backend), "--set", "stages.write.sweep.seed=1..12500"));
        Assert.Contains("  service  arrays of at most 10,000 elements\n           queue spot in eu-west-1: at most 4,000 vCPUs\n           AWS Batch starts instances", bench.Out, StringComparison.Ordinal);
        Assert.Contains("stage write: 25,000 tasks, 25,000 elements of 1 task, 3 array jobs", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithoutCredentials_SaysSoAndGoesOn()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("plan", Campaign(bench, Backend)));
        Assert.Contains("queue spot in eu-west-1 was not asked: find 'credentials'", bench.Out, StringComparison.Ordinal);
    }

    // The machine's own findings differ from place to place; those of AWS come after them.
    private static string AwsLines(Bench bench)
    {
        int at = bench.Out.LastIndexOf('\n', bench.Out.IndexOf(" account ", StringComparison.Ordinal)) + 1;
        string[] lines = bench.Out[at..].Split('\n');
        return string.Join('\n', lines.TakeWhile(static line => !line.StartsWith("this machine", StringComparison.Ordinal) && !line.StartsWith("missing:", StringComparison.Ordinal))
            .Select(static line => string.Join("  ", line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))));
    }

    private static string Campaign(Bench bench, string backend)
    {
        string file = bench.WriteCampaign(backend);
        File.WriteAllText(file, File.ReadAllText(file).Replace($"store: {bench.At("store")}", "store: s3://results/2030", StringComparison.Ordinal));
        return file;
    }
}
