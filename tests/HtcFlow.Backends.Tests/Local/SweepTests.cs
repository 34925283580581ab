using HtcFlow.Backends.Local.Native;
using HtcFlow.Backends.Local.Spooling;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>A runner dies and leaves its simulation behind; nobody else is ever hurt.</summary>
public sealed class SweepTests
{
    private const string Mark = "0123456789abcdef";

    private static readonly JobHandle s_handle = new(new JobName("h-old"), "");

    [Theory]
    [InlineData("orphan")]
    [InlineData("escape")]
    public async Task RunnerKilled_WhatItLeft_IsKilledBeforeTheEndIsReported(string word)
    {
        await using LocalStage stage = new LocalStage(1).Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-orphan", 1, word)));
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 1);
        Assert.Equal("killed by SIGKILL (9)", Assert.Single(status.Abnormal).Reason);
        int left = Assert.Single(stage.Starts).Child;
        Assert.True(left > 0);
        // The signal was sent; the kernel takes a moment to bury.
        await Script.SoonAsync(() => ProcessTable.SessionOf(left) == 0);
    }

    [Fact]
    public async Task Open_LockNamesAReusedPid_HurtsNobody()
    {
        await using var stage = new LocalStage(1);
        using Child innocent = Child.Start("/bin/sleep", ["1000"]);
        WriteJob(stage, innocent.Pid);
        stage.Open();
        await stage.Backend.UntilEndedAsync(s_handle, 1);
        Assert.Equal(innocent.Pid, ProcessTable.SessionOf(innocent.Pid));
    }

    [Fact]
    public async Task Open_RunnerAndEngineDied_KillsTheSimulation()
    {
        await using var stage = new LocalStage(1);
        using Child simulation = Child.Start("/bin/sleep", ["1000"], Marks(Mark, 0));
        await Script.SoonAsync(() => File.ReadAllText($"/proc/{simulation.Pid}/environ").Contains(Mark, StringComparison.Ordinal)); // its program is loaded
        WriteJob(stage, simulation.Pid);
        stage.Open();
        await stage.Backend.UntilEndedAsync(s_handle, 1);
        Assert.Equal(Signals.Kill, simulation.WaitForEnd().Signal);
    }

    [Theory]
    [InlineData(Mark, 1)]
    [InlineData("fedcba9876543210", 0)]
    public async Task Open_SimulationOfAnotherElementOrJob_IsLeftAlone(string mark, int element)
    {
        await using var stage = new LocalStage(1);
        using Child other = Child.Start("/bin/sleep", ["1000"], Marks(mark, element));
        WriteJob(stage, other.Pid);
        stage.Open();
        await stage.Backend.UntilEndedAsync(s_handle, 1);
        Assert.Equal(other.Pid, ProcessTable.SessionOf(other.Pid));
    }

    private static Dictionary<string, string> Marks(string mark, int element) => new(StringComparer.Ordinal)
    {
        [RunnerEnvironment.Job] = mark,
        [RunnerEnvironment.Element] = $"{element}",
    };

    // A job of one element whose runner, of that pid, has died together with the engine.
    private static void WriteJob(LocalStage stage, int pid)
    {
        Directory.CreateDirectory(stage.Spool);
        var folder = new JobFolder(Path.Combine(stage.Spool, "h-old"));
        folder.Write(new SpooledJob { Sequence = 1, Mark = Mark, Ask = stage.Prepare(Script.Ask("h-old", 1, "0")) });
        File.WriteAllText(folder.LockOf(0), $"{pid}\n");
    }
}
