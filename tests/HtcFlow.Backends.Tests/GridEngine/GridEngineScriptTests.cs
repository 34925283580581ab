using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.GridEngine;

public sealed class GridEngineScriptTests
{
    private static readonly GridEngineOptions s_options = new() { SpoolDirectory = "/spool", RunnerPath = "/opt/htc flow/runner" };

    private static readonly ArrayAsk s_ask = new()
    {
        Name = new JobName("h-melt-write-12-k3f9a1c0"),
        Elements = 10_000,
        Resources = new ResourceSpec(),
        Environment = new Dictionary<string, string> { ["HTCFLOW_ORDER"] = "AbC+/=", ["NOTE"] = "it's\n#$ -N evil" },
        Campaign = "melt",
        Stage = "write",
    };

    [Fact]
    public void Arguments_Plain() => Snapshot.Match(Show(s_ask, s_options, []));

    [Fact]
    public void Arguments_Everything() => Snapshot.Match(Show(
        s_ask with
        {
            Pack = 4,
            Resources = new ResourceSpec { Vcpus = 4, MemoryBytes = 2L << 30, Walltime = TimeSpan.FromMinutes(30), Accelerators = 4 },
        },
        s_options with
        {
            Queue = "long.q",
            Project = "melting",
            Priority = -10,
            Binding = "linear:4",
            MaxConcurrent = 500,
            ExtraArguments = ["-l", "os=debian12", "-ckpt", "none"],
            RunnerArguments = ["--verbose", "it's"],
            LogPath = "/logs/",
            Environment = new Dictionary<string, string> { ["HTCFLOW_SCRATCH"] = "/scratch", ["NOTE"] = "from the operator" },
        },
        ["slow-2.cluster", "slow-1", "odd name", "$(id)"]));

    [Theory]
    [InlineData("h_vmem", 1, "h_vmem=1879048192")] // 1 GiB + 768 MiB
    [InlineData("h_vmem", 3, "h_vmem=626349398")]
    [InlineData("mem_free", 1, "mem_free=1342177280")] // 1 GiB + 0.25 GiB
    [InlineData("", 1, null)]
    public void Arguments_Memory_LeavesRoomForTheRunner(string resource, int vcpus, string? request)
    {
        IReadOnlyList<string> words = GridEngineScript.Arguments(
            s_ask with { Resources = new ResourceSpec { Vcpus = vcpus, MemoryBytes = 1L << 30 } }, s_options with { MemoryResource = resource }, []);
        Assert.Equal(request, words.SkipWhile(static word => word != "-l").ElementAtOrDefault(1));
    }

    [Theory]
    [InlineData("1st", 1, 1, "A", "the name cannot be a job's")]
    [InlineData("a b", 1, 1, "A", "the name cannot be a job's")]
    [InlineData("a", 0, 1, "A", "0 elements; an array has 1 to 75000 here (max_aj_tasks)")]
    [InlineData("a", 75_001, 1, "A", "75001 elements")]
    [InlineData("a", 1, 0, "A", "one task asks for 0 vcpus")]
    [InlineData("a", 1, 9, "A", "no host has more than 8 slots for it")]
    [InlineData("a", 1, 1, "A-B", "the variable 'A-B'")]
    [InlineData("a", 1, 1, "1A", "the variable '1A'")]
    [InlineData("a", 1, 1, "A=B; id; C", "the variable 'A=B; id; C'")]
    public void Check_WhatCannotBeSent_IsRefused(string name, int elements, int vcpus, string variable, string words)
    {
        ArrayAsk ask = s_ask with
        {
            Name = new JobName(name),
            Elements = elements,
            Resources = new ResourceSpec { Vcpus = vcpus },
            Environment = new Dictionary<string, string> { [variable] = "" },
        };
        FaultException? fault = AskRules.Check(ask, 75_000, "max_aj_tasks", 8);
        Assert.Equal(FaultKind.Broken, fault?.Kind);
        Assert.Contains(words, fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LongOrZeroByte_IsRefusedAndTheRestIsNot()
    {
        Assert.Null(AskRules.Check(s_ask, 75_000, "max_aj_tasks", 0));
        Assert.NotNull(AskRules.Check(s_ask with { Environment = new Dictionary<string, string> { ["A"] = "a\0b" } }, 75_000, "max_aj_tasks", 0));
        Assert.NotNull(AskRules.Check(s_ask with { Environment = new Dictionary<string, string> { ["A"] = new('a', 100_000) } }, 75_000, "max_aj_tasks", 0));
    }

    private static string Show(ArrayAsk ask, GridEngineOptions options, string[] avoided) =>
        string.Join('\n', GridEngineScript.Arguments(ask, options, avoided)) + "\n--- script\n" + GridEngineScript.Script(ask, options);
}
