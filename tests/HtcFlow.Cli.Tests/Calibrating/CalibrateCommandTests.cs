using System.Text.Json;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Cli.Staging;
using HtcFlow.Engine.Homes;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Calibrating;

/// <summary>What people see when they look for the cheapest type of instances.</summary>
public sealed class CalibrateCommandTests
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Calibrate_TypesOfKnownSpeedAndPrice_FindsTheCheapest()
    {
        using var stand = new Stand();
        string chart = stand.Bench.At("types.svg");
        int code = await stand.CalibrateAsync("--tasks", "200", "--svg", chart);
        Assert.True(code == ExitCodes.Fine, stand.Bench.Err);
        Snapshot.Match(Stand.Plain(stand.Bench.Out));
        Assert.Contains(">c6a.large<", await File.ReadAllTextAsync(chart, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Nothing is left but the queue that was there.
        await stand.AssertTidyAsync();
        ComputeEnvironment copy = stand.Seen["m5.large"];
        Assert.Equal(["m5.large"], copy.ComputeResources!.InstanceTypes!);
        Assert.Equal(("SPOT", 200, 0), (copy.ComputeResources.Type, copy.ComputeResources.MaxVcpus, copy.ComputeResources.MinVcpus));
        Assert.Equal(("us", "trial", "lt-1"), (copy.ComputeResources.Tags!["team"], copy.ComputeResources.Tags["htcflow:calibrate"], copy.ComputeResources.LaunchTemplate!.LaunchTemplateId));
    }

    [Fact]
    public async Task Calibrate_Json_IsOneObjectThatComesAgainWithoutWork()
    {
        using var stand = new Stand();
        Assert.Equal(ExitCodes.Fine, await stand.CalibrateAsync("--tasks", "200", "--json"));
        string first = stand.Bench.Out;
        using var document = JsonDocument.Parse(first);
        JsonElement root = document.RootElement;
        Assert.Equal("c6a.large", root.GetProperty("types")[0].GetProperty("type").GetString());
        Assert.Equal(["c6a.large", "m5.large"], root.GetProperty("chosen").EnumerateArray().Select(static e => e.GetString()));
        Assert.True(root.GetProperty("isDecided").GetBoolean());
        Snapshot.Match(Stand.Plain(JsonSerializer.Serialize(root, s_indented)));

        int before = stand.Started.Values.Sum();
        Assert.Equal(ExitCodes.Fine, await stand.CalibrateAsync("--tasks", "200", "--json"));
        Assert.Equal((first, before), (stand.Bench.Out, stand.Started.Values.Sum()));
        Assert.Equal(ExitCodes.Usage, await stand.CalibrateAsync("--tasks", "100"));
        Assert.Contains("--again begins anew", stand.Bench.Err, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, await stand.CalibrateAsync("--tasks", "100", "--again"));
        Assert.True(stand.Started.Values.Sum() > before);
        Assert.Contains($"campaign trial-calibrate-{root.GetProperty("rounds").GetInt32() + 1})", stand.Bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_DryRun_SaysWhatItWouldDoAndMakesNothing()
    {
        using var stand = new Stand();
        Assert.Equal(ExitCodes.Fine, await stand.CalibrateAsync("--dry-run", "--set", "stages.write.resources={walltime: 1h, memory: 2GiB}"));
        Snapshot.Match(stand.Bench.Out);
        Assert.Equal(["spot"], await stand.EnvironmentsAsync());
        Assert.Empty(stand.Started);
        Assert.Equal(ExitCodes.Fine, await stand.Bench.RunAsync("calibrate", stand.File, "--family", "c,m", "--dry-run", "--json"));
        using var document = JsonDocument.Parse(stand.Bench.Out);
        Assert.Equal(["c5.large", "c6a.large", "m5.large"], document.RootElement.GetProperty("types").EnumerateArray().Select(static e => e.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Calibrate_InterruptedBetweenRounds_GoesOnWhereItWas()
    {
        using var whole = new Stand();
        Assert.Equal(ExitCodes.Fine, await whole.CalibrateAsync("--tasks", "400", "--set", "stages.write.pack=1"));

        using var stand = new Stand();
        int rounds = 0;
        stand.Bench.Opening = () =>
        {
            if (++rounds == 2)
            {
                stand.Bench.Interrupt();
            }
        };
        Assert.Equal(ExitCodes.Interrupted, await stand.CalibrateAsync("--tasks", "400", "--set", "stages.write.pack=1"));
        Assert.Contains("the same command goes on with the calibration; with --clean it ends what runs", stand.Bench.Err, StringComparison.Ordinal);
        stand.Bench.GoOn();
        Assert.Equal(ExitCodes.Usage, await stand.CalibrateAsync("--tasks", "300"));
        Assert.Equal(ExitCodes.Fine, await stand.CalibrateAsync("--tasks", "400", "--set", "stages.write.pack=1"));
        Assert.Equal(Stand.Plain(whole.Bench.Out), Stand.Plain(stand.Bench.Out));
        Assert.Equal(whole.Started, stand.Started);
    }

    [Fact]
    public async Task Calibrate_Clean_EndsWhatRunsAndTakesTheQueuesAway()
    {
        using var stand = new Stand();
        stand.Bench.Opening = () => stand.Bench.Interrupt();
        Assert.Equal(ExitCodes.Interrupted, await stand.CalibrateAsync());
        Assert.Equal(5, (await stand.QueuesAsync()).Length);
        stand.Bench.Opening = static () => { };
        stand.Bench.GoOn();
        Assert.Equal(ExitCodes.Fine, await stand.Bench.RunAsync("calibrate", stand.File, "--clean"));
        await stand.AssertTidyAsync();
        Assert.Equal(ExitCodes.Fine, await stand.Bench.RunAsync("calibrate", stand.File, "--clean"));
        Assert.Contains("no calibration of trial is under way here", stand.Bench.Err, StringComparison.Ordinal);

        // Anew, under names that are free.
        Assert.Equal(ExitCodes.Fine, await stand.CalibrateAsync("--tasks", "40"));
        Assert.Contains("(campaign trial-calibrate-2)", stand.Bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_WhileAnotherProcessDoes_IsRefused()
    {
        using var stand = new Stand();
        using EngineLock? other = EngineLock.TryTake(stand.Bench.HomeOf("trial-calibrate"), TimeProvider.System);
        Assert.Equal(ExitCodes.Owned, await stand.CalibrateAsync());
        Assert.Contains($"campaign trial is being calibrated by another process ({Environment.ProcessId} ", stand.Bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_NotAllowed_NamesTheActionsAndTheCommandThatAllowsThem()
    {
        using var stand = new Stand();
        stand.Place.Queues.Weather.Fail("CreateComputeEnvironment", FaultKind.Denied);
        Assert.Equal(ExitCodes.World, await stand.CalibrateAsync());
        Assert.Contains("batch:CreateComputeEnvironment, batch:UpdateComputeEnvironment, batch:DeleteComputeEnvironment", stand.Bench.Err, StringComparison.Ordinal);
        Assert.Contains("`htcflow aws init --calibrate`", stand.Bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_RepliesLostAndQueuesKept_TellsWhatItFoundAndTriesAgain()
    {
        using var stand = new Stand();
        stand.Place.Queues.Weather.Fail("CreateComputeEnvironment", FaultKind.Transient, isLate: true);
        stand.Place.Queues.Weather.Fail("CreateJobQueue", FaultKind.Transient, isLate: true);
        stand.Place.Queues.Weather.Fail("DeleteJobQueue", FaultKind.Denied);
        Assert.Equal(ExitCodes.World, await stand.CalibrateAsync("--tasks", "40"));
        Assert.Contains("types to use: c6a.large", stand.Bench.Out, StringComparison.Ordinal);
        Assert.Contains("queues of the calibration could not be taken away", stand.Bench.Err, StringComparison.Ordinal);
        int before = stand.Started.Values.Sum();
        Assert.Equal(ExitCodes.Fine, await stand.CalibrateAsync("--tasks", "40"));
        await stand.AssertTidyAsync();
        Assert.Equal(before, stand.Started.Values.Sum());
    }

    [Fact]
    public async Task Calibrate_ATypeThatFailsAndOneThatHasNoName_AreSaid()
    {
        using var stand = new Stand { Broken = "c6a.large", Liar = "m5.large" };
        Assert.Equal(ExitCodes.Fine, await stand.CalibrateAsync("--tasks", "40"));
        Assert.Matches(@"c6a\.large +0 .*no simulation finished", stand.Bench.Out);
        Assert.Contains("m5.large: 20 simulations do not count, since machines called themselves 'unknown'", stand.Bench.Out, StringComparison.Ordinal);
        Assert.Contains("types to use: c5.large\n", stand.Bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_Rounds_RunTheTasksOfTheCampaignUnderTheirOwnNumbers()
    {
        using var stand = new Stand();
        Assert.Equal(ExitCodes.Fine, await stand.CalibrateAsync("--tasks", "40"));
        CampaignSpec round = FirstFact.SpecOf(stand.Bench.HomeOf("trial-calibrate-1"))!;
        Assert.Equal(["c5-large", "m5-large", "c6a-large", "r5-large"], round.Stages.Select(static stage => stage.Name));
        Assert.Equal(["c6a-large"], round.Stages[2].Targets!);
        Assert.Equal("htcflow-calibrate-trial-c6a-large", round.Backend.Targets![2].Options["queue"]);
        Assert.False(round.Backend.Options.ContainsKey("share"));
        Assert.Equal(["write", "${seed}", "${calibrate.index}"], round.Stages[0].Command);
        string template = Assert.IsType<InputSpec.RenderedFile>(Assert.Single(round.Stages[0].Inputs)).Source;
        Assert.Equal("${seed} ${calibrate.index}\n", await File.ReadAllTextAsync(template, TestContext.Current.CancellationToken));
        Assert.Equal(round.Stages[0].Sweep.ValueOf(3, "seed"), round.Stages[1].Sweep.ValueOf(3, "seed"));
        Assert.Equal(
            long.Parse(round.Stages[0].Sweep.ValueOf(3, "seed")!, System.Globalization.CultureInfo.InvariantCulture) - 1,
            long.Parse(round.Stages[0].Sweep.ValueOf(3, "calibrate.index")!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(20, Enumerable.Range(0, 20).Select(i => round.Stages[0].Sweep.ValueOf(i, "seed")).Distinct().Count());
    }

    [Theory]
    [InlineData("say which types to compare", "")]
    [InlineData("--types and --family say the same", "--types c5.large,m5.large --family c")]
    [InlineData("there is nothing to compare c5.large with", "--types c5.large")]
    [InlineData("does not know all of these types", "--types c5.large,c99.large")]
    [InlineData("'c5' is no instance type", "--types c5,m5.large")]
    [InlineData("c6g.large has Arm processors", "--types c5.large,c6g.large")]
    [InlineData("has no family 'z'", "--family c,z")]
    [InlineData("no type of r can run stage write: r5.large is not of a current generation", "--family r")]
    [InlineData("a task of stage write does not fit into c5.large: it needs 1 vCPU and 6 GiB", "--types c5.large,m5.large --set stages.write.resources={memory: 6GiB}")]
    [InlineData("no type of c can run stage write: a task", "--family c --set stages.write.resources={vcpus: 8}")]
    [InlineData("stage read takes results of another stage", "--types c5.large,m5.large --stage read")]
    [InlineData("has no stage 'wirte'", "--types c5.large,m5.large --stage wirte")]
    [InlineData("the backend has no target 'far'", "--types c5.large,m5.large --target far")]
    [InlineData("stage write has 1 task", "--types c5.large,m5.large --set stages.write.sweep.seed=1..1")]
    [InlineData("campaign trial runs on local", "--types c5.large,m5.large --set backend=local")]
    [InlineData("'1' is no number for --tasks", "--types c5.large,m5.large --tasks 1")]
    [InlineData("is not a campaign that can be run", "--types c5.large,m5.large --set stages.write.command=[]")]
    public async Task Calibrate_WhatCannotBe_IsSaidBeforeAnythingIsMade(string expected, string words)
    {
        using var stand = new Stand();

        // What follows --set may hold a blank.
        string[] parts = words.Split(" --set ");
        string[] arguments = [.. parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), .. parts.Skip(1).SelectMany(static value => (string[])["--set", value])];
        Assert.Equal(ExitCodes.Usage, await stand.Bench.RunAsync(["calibrate", stand.File, .. arguments]));
        Assert.Contains(expected, stand.Bench.Err, StringComparison.Ordinal);
        Assert.Equal(["spot"], await stand.EnvironmentsAsync());
    }

    [Fact]
    public async Task Calibrate_QueueOnDemand_IsRefused()
    {
        using var stand = new Stand();
        stand.Place.Queues.ChangeEnvironment("spot", static e => e with { ComputeResources = e.ComputeResources! with { Type = "EC2" } });
        Assert.Equal(ExitCodes.World, await stand.CalibrateAsync());
        Assert.Contains("none of its compute environments starts spot instances", stand.Bench.Err, StringComparison.Ordinal);
    }
}
