using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Aws.Init;

/// <summary>What people read when they set an account up.</summary>
public sealed class AwsInitCommandTests
{
    [Fact]
    public async Task Init_OnlyARegion_WritesATemplateAndSaysWhatToDo()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("aws", "init", "--region", "eu-west-1", "--out", bench.At("aws")));
        Snapshot.Match(bench.Out);
        Snapshot.Match(await Template(bench), nameof(Init_OnlyARegion_WritesATemplateAndSaysWhatToDo) + ".template");
    }

    [Fact]
    public async Task Init_EverythingChosen_WritesThat()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync(
            "aws", "init", "--name", "hamr", "--region", "us-east-2", "--account", "123456789012", "--types", "c5d.4xlarge,m5d", "--types", "c6gd", "--max-vcpus", "80000",
            "--subnets", "subnet-0a1b2c3d4e5f60718,subnet-1a1b2c3d4e5f60718", "--vpc", "vpc-0a1b2c3d", "--bucket", "hamr-results",
            "--scratch", "instance-store", "--allow-terminate", "--out", bench.At("aws")));
        Snapshot.Match(bench.Out);
        Snapshot.Match(await Template(bench, "hamr"), nameof(Init_EverythingChosen_WritesThat) + ".template");
    }

    [Fact]
    public async Task Init_Twice_LeavesAnEditedTemplateAlone()
    {
        using var bench = new Bench();
        string[] words = ["aws", "init", "--region", "eu-west-1", "--out", bench.At("aws")];
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync(words));
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync(words));
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync([.. words, "--max-vcpus", "7"]));
        Assert.Contains("/bench/aws/htcflow.template.json is there and differs", bench.Err, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync([.. words, "--max-vcpus", "7", "--force"]));
        Assert.Contains("\"MaxvCpus\": 7", await Template(bench), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--types c5 --types m5.large,m5.xlarge --types m5 --scratch ebs-gp3:200 --allow-terminate")]
    public async Task Init_ItsLinesInACampaignFile_AreValid(string words)
    {
        using var bench = new Bench();
        string[] all = ["aws", "init", "--json", "--region", "eu-west-1", "--account", "123456789012", "--out", bench.At("aws"), .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync(all));
        using var document = System.Text.Json.JsonDocument.Parse(bench.Out);
        string file = bench.Write("aws.yaml", "campaign: trial\nstages: {write: {command: [write]}}\n" + document.RootElement.GetProperty("campaign").GetString());
        int code = await bench.RunAsync("validate", file);
        Assert.True(code == ExitCodes.Fine, bench.Out + bench.Err);
    }

    [Theory]
    [InlineData("--region eu-wset-1", "'eu-wset-1' is no region of AWS", "did you mean 'eu-west-1'?")]
    [InlineData("--region eu-west-1a", "'eu-west-1a' is a zone, no region", "--region eu-west-1 --zones eu-west-1a")]
    [InlineData("", "no region is given", "AWS_REGION")]
    [InlineData("--region eu-west-1 --name Hamr", "'Hamr' cannot be the name of a stack", "small letters")]
    [InlineData("--region eu-west-1 --account 123", "'123' is no account", "twelve digits")]
    [InlineData("--region eu-west-1 --types c5,m5-huge.9", "'m5-huge.9' is no instance type or family", "c5.4xlarge")]
    [InlineData("--region eu-west-1 --types c5,c6g", "'c6g' has Arm processors and 'c5' has not", "a --types of its own")]
    [InlineData("--region eu-west-1 --types a1", "'a1' is not supported", "c6g")]
    [InlineData("--region eu-west-1 --types c5 --scratch instance-store", "'c5' has no disks of its host", "c5d")]
    [InlineData("--region eu-west-1 --scratch ebs-gp3:8", "'ebs-gp3:8' is no scratch space", "30 to 16384 GiB")]
    [InlineData("--region eu-west-1 --max-vcpus 0", "0 vCPUs cannot be had", "between 1 and 1000000")]
    [InlineData("--region eu-west-1 --subnets subnet-1 --vpc vpc-0a1b2c3d", "'subnet-1' is no subnet", "describe-subnets")]
    [InlineData("--region eu-west-1 --subnets subnet-0a1b2c3d", "the network of the subnets is not named", "--vpc")]
    [InlineData("--region eu-west-1 --subnets subnet-0a1b2c3d --vpc vpc-0a1b2c3d --new-vpc", "--subnets name a network that is there", "one or the other")]
    [InlineData("--region eu-west-1 --zones us-east-1a", "'us-east-1a' is no zone of eu-west-1", "eu-west-1a")]
    [InlineData("--region eu-west-1 --zones eu-west-1a,eu-west-1a", "stands twice", "once")]
    [InlineData("--region eu-west-1 --bucket My_Bucket", "'My_Bucket' cannot be a bucket: it may hold small letters", "--bucket new")]
    [InlineData("--region eu-west-1 --bucket ab", "it has 2 characters", "--bucket new")]
    [InlineData("--region eu-west-1 --bucket 192.168.0.1", "it looks like an IP address", "--bucket new")]
    [InlineData("--region eu-west-1 --bucket a..b", "two dots follow each other", "--bucket new")]
    [InlineData("--region eu-west-1 --bucket xn--what", "names that begin with 'xn--' are S3's own", "--bucket new")]
    [InlineData("--region eu-west-1 --expire results", "does not say what is to go when", "prefix/:30")]
    public async Task Init_WhatCannotBe_SaysWhyAndWhatToDo(string words, string error, string help)
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync(["aws", "init", "--out", bench.At("aws"), .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        Assert.Contains(error, bench.Err, StringComparison.Ordinal);
        Assert.Contains(help, bench.Err, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.At("aws")));
    }

    [Theory]
    [InlineData("aws inti", "did you mean 'init'? `htcflow aws --help` shows what it takes")]
    [InlineData("aws init --regoin x", "did you mean '--region'? `htcflow aws init --help` shows what it takes")]
    public async Task Aws_Misspelt_SuggestsTheNearest(string words, string help)
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync(words.Split(' ')));
        Assert.Contains(help, bench.Err, StringComparison.Ordinal);
    }

    private static Task<string> Template(Bench bench, string name = "htcflow") =>
        File.ReadAllTextAsync(bench.At("aws", name + ".template.json"), TestContext.Current.CancellationToken);
}
