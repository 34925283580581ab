using HtcFlow.Aws.Batch.Definitions;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Batch.Running;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.AwsBatch;

public sealed class AwsBatchScriptTests
{
    private static readonly AwsBatchOptions s_place = new()
    {
        Queue = "spot",
        Image = "images/sim:3",
        JobRole = "arn:aws:iam::1:role/job",
        Share = "hamr",
        Priority = 7,
        Scratch = "/mnt/scratch",
        Tags = new Dictionary<string, string> { ["project"] = "hamr" },
    };

    [Fact]
    public void Request_Array_SaysSizeNeedsTimeAndTags()
    {
        ArrayAsk ask = Script.Ask("h-a", 500, "0") with
        {
            Pack = 2,
            Resources = new ResourceSpec { Vcpus = 4, MemoryBytes = 3L << 30, Walltime = TimeSpan.FromHours(1), Accelerators = 1 },
        };
        SubmitRequest request = AwsBatchScript.Request(ask, s_place, "arn:definition");
        Assert.Equal(("h-a", "spot", "arn:definition", 500), (request.JobName, request.JobQueue, request.JobDefinition, request.ArrayProperties!.Size));
        Assert.Equal(("hamr", 7), (request.ShareIdentifier, request.SchedulingPriorityOverride));
        Assert.Equal(
            [new(ResourceKind.Vcpu, "4"), new(ResourceKind.Memory, "3328"), new(ResourceKind.Gpu, "1")], // 256 MiB for the runner
            request.ContainerOverrides!.ResourceRequirements);
        Assert.Equal(2 * 3600 + 600, request.Timeout!.AttemptDurationSeconds);
        Assert.Equal(["htcflow:campaign", "htcflow:stage", "project"], request.Tags!.Keys.Order());
        Assert.True(request.PropagateTags);
        Assert.Contains(new EnvironmentVariable("HTCFLOW_SCRATCH", "/mnt/scratch"), request.ContainerOverrides.Environment!);
        Assert.Null(request.DependsOn);
    }

    [Fact]
    public void Request_OneElement_IsAPlainJob() => Assert.Null(AwsBatchScript.Request(Script.Ask("h-a", 1, "0"), s_place, "arn").ArrayProperties);

    [Fact]
    public void Request_Retries_AreTheEnginesAlone()
    {
        RetryStrategy strategy = AwsBatchScript.Request(Script.Ask("h-a", 2, "0"), s_place, "arn").RetryStrategy!;
        Assert.Equal(1, strategy.Attempts);
        Assert.Equal(new ExitRule { OnReason = "*", Action = ExitAction.Exit }, strategy.EvaluateOnExit![^1]); // where none fits the service tries again
    }

    [Fact]
    public void Definition_SameContent_HasTheSameName()
    {
        RegisterRequest one = AwsBatchScript.Definition(Script.Ask("h-a", 2, "0"), s_place);
        RegisterRequest two = AwsBatchScript.Definition(Script.Ask("h-b", 3, "hold", vcpus: 8), s_place with { Queue = "other", Priority = null });
        RegisterRequest three = AwsBatchScript.Definition(Script.Ask("h-a", 2, "0"), s_place with { Image = "images/sim:4" });
        Assert.Equal(one.JobDefinitionName, two.JobDefinitionName);
        Assert.NotEqual(one.JobDefinitionName, three.JobDefinitionName);
        Assert.Equal("/mnt/scratch", Assert.Single(one.ContainerProperties.MountPoints!).ContainerPath);
    }

    [Fact]
    public void Definition_ScratchInMemory_GetsIt()
    {
        ArrayAsk ask = Script.Ask("h-a", 2, "0") with { Resources = new ResourceSpec { ScratchInMemory = true, ScratchBytes = 512L << 20, MemoryBytes = 1L << 30 } };
        Assert.Equal(512, AwsBatchScript.Definition(ask, s_place).ContainerProperties.LinuxParameters!.SharedMemorySize);
        Assert.Contains(new ResourceRequirement(ResourceKind.Memory, "1792"), AwsBatchScript.Request(ask, s_place, "arn").ContainerOverrides!.ResourceRequirements!);
    }

    [Theory]
    [InlineData("h-a", 10_001, 1, 0, "1 to 10000 on AWS Batch")]
    [InlineData("h.a", 2, 1, 0, "the name cannot be a job's")]
    [InlineData("h-a", 2, 9, 0, "lower resources.vcpus")]
    [InlineData("h-a", 2, 1, 8_100, "put the order into the store")]
    public void Check_WhatNoQueueTakes_IsRefusedInWords(string name, int elements, int vcpus, int characters, string words)
    {
        ArrayAsk ask = Script.Ask(name, elements, new string('x', characters), vcpus);
        FaultException? fault = AwsBatchScript.Check(ask, s_place, widest: 8);
        Assert.Equal(FaultKind.Broken, fault!.Kind);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LongestOrder_IsTaken() => Assert.Null(AwsBatchScript.Check(Script.Ask("h-a", 2, new string('x', AwsBatchScript.MaxEnvironmentCharacters)), s_place, 8));
}
