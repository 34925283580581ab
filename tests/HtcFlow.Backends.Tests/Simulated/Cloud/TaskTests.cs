using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Tests.Simulated.Cloud;

/// <summary>Tasks on machines: keys, packs, failures, guards, and what an accepted result is worth.</summary>
public sealed class TaskTests
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Run_CalmWorld_WritesOneKeyForEachTaskWithTypeAndHost()
    {
        var trial = new TrialCloud(TrialCloud.Calm());
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(7, 100, 30));
        ArrayStatus status = await trial.UntilEndedAsync(handle, 30, s_step);
        List<LedgerKey> keys = await trial.KeysAsync(7);
        Assert.Empty(status.Abnormal);
        Assert.Equal(Enumerable.Range(100, 30).Select(static i => (long)i), keys.Select(static k => k.Index));
        Assert.All(keys, static k => Assert.Equal((1, Outcome.Succeeded, 0, 60_000, "m"), (k.Attempt, k.Outcome, k.Exit, k.WallMilliseconds, k.Machine)));
        Assert.Equal(10, keys.Select(static k => k.Host).Distinct().Count());
        Assert.Matches("^i-[0-9]{6}$", keys[0].Host);
    }

    [Fact]
    public async Task Run_Pack_RunsItsTasksOneAfterTheOther()
    {
        var trial = new TrialCloud(TrialCloud.Calm(vcpus: 1, machines: 1));
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 5, pack: 3));
        await trial.UntilEndedAsync(handle, 2, TimeSpan.FromSeconds(1));

        // One machine, one processor: a boot and two starts of at most 1.5 times their means, and five minutes of work.
        Assert.Equal(5, (await trial.KeysAsync(1)).Count);
        Assert.Equal(2, trial.Reading.Starts);
        Assert.InRange(trial.Reading.At.TotalSeconds, 300 + 45 + 20, 300 + 10 + 135 + 60 + 2);
    }

    [Fact]
    public async Task Run_ResultThatWasAccepted_SucceedsAtOnce()
    {
        var trial = new TrialCloud(TrialCloud.Calm(workSeconds: 3600));
        await trial.UntilEndedAsync(await trial.SubmitAsync(TrialCloud.Ask(1, 0, 4)), 4, s_step);
        TimeSpan before = trial.Reading.At;
        await trial.UntilEndedAsync(await trial.SubmitAsync(TrialCloud.Ask(2, 0, 4, attempt: 2)), 4, s_step);
        Assert.InRange((trial.Reading.At - before).TotalMinutes, 0, 5);
        Assert.All(await trial.KeysAsync(2), static k => Assert.Equal((2, Outcome.Succeeded), (k.Attempt, k.Outcome)));
        Assert.Equal((4, 4), (trial.Reading.Accepted, trial.Reading.Repeats));
    }

    [Fact]
    public async Task Run_Failures_WriteKeysAndAreToldWithTheirHosts()
    {
        WorldSpec world = TrialCloud.Calm() with { OtherTasks = new TaskModel { FailureProbability = 0.3, PoisonShare = 0.2 } };
        var trial = new TrialCloud(world);
        ArrayStatus first = await trial.UntilEndedAsync(await trial.SubmitAsync(TrialCloud.Ask(1, 0, 1000)), 1000, s_step);
        ArrayStatus second = await trial.UntilEndedAsync(await trial.SubmitAsync(TrialCloud.Ask(2, 0, 1000, attempt: 2)), 1000, s_step);

        // 1 - 0.7 x 0.8 = 44 % fail at first; of those 20 / 44 + 24 / 44 x 0.3 fail again. Deviations are below 16.
        Assert.InRange(first.Abnormal.Count, 380, 500);
        Assert.InRange(second.Abnormal.Count, 220, 330);
        Assert.All(first.Abnormal, static e => Assert.True(e.Exit == 1 && e.Host.StartsWith("i-", StringComparison.Ordinal)));
        Assert.Equal(first.Abnormal.Count, (await trial.KeysAsync(1)).Count(static k => k is { Outcome: Outcome.Failed, Exit: 1 }));
        Assert.Equal(1000 - second.Abnormal.Count, trial.Reading.Accepted);
    }

    [Fact]
    public async Task Run_SlowMachine_IsLeftBySilenceAndTheLimitRises()
    {
        WorldSpec world = TrialCloud.Calm(workSeconds: 1000) with { Fleet = TrialCloud.Calm().Fleet with { SlowShare = 1 } };
        var trial = new TrialCloud(world);

        // At a tenth of the speed there is an output each 2 % of 10,000 s: 200 s.
        await RunAsync(1);
        await RunAsync(3, "", "0-3");
        Assert.All(await trial.KeysAsync(1), static k => Assert.Equal((Outcome.Slow, 75, 60_000), (k.Outcome, k.Exit, k.WallMilliseconds)));
        Assert.All(await trial.KeysAsync(3), static k => Assert.Equal((Outcome.Succeeded, 10_000_000), (k.Outcome, k.WallMilliseconds)));
        Assert.True(trial.Reading.DollarsBy[Spending.Slowness] > 0);

        async Task RunAsync(int attempt, params string[] raised) => await trial.UntilEndedAsync(
            await trial.SubmitAsync(TrialCloud.Ask(
                attempt, 0, 4, attempt, change: static s => s with { Watch = s.Watch with { Silence = TimeSpan.FromSeconds(60) } }, raised: raised)),
            4, s_step);
    }

    [Fact]
    public async Task Run_StalledOutput_IsLeftBySilenceAndKeepsNoCheckpoint()
    {
        WorldSpec world = TrialCloud.Calm() with
        {
            Fleet = TrialCloud.Calm().Fleet with { StalledShare = 1 },
            OtherTasks = new TaskModel { WorkSeconds = 1000, CheckpointEvery = TimeSpan.FromSeconds(1) },
        };
        var trial = new TrialCloud(world);
        await trial.UntilEndedAsync(
            await trial.SubmitAsync(TrialCloud.Ask(1, 0, 4, change: static s => s with { Watch = s.Watch with { Silence = TimeSpan.FromMinutes(5) } })), 4, s_step);
        Assert.All(await trial.KeysAsync(1), static k => Assert.Equal((Outcome.Slow, 300_000), (k.Outcome, k.WallMilliseconds)));
        Assert.Equal(0, trial.Reading.DollarsBy[Spending.Useful]);
    }

    [Fact]
    public async Task Run_WalltimeAndBandwidth_EndAttemptsAsSlow()
    {
        WorldSpec world = TrialCloud.Calm(workSeconds: 1000) with { Fleet = TrialCloud.Calm().Fleet with { LowBandwidthShare = 1 } };
        var trial = new TrialCloud(world);
        await trial.UntilEndedAsync(
            await trial.SubmitAsync(TrialCloud.Ask(1, 0, 2, change: static s => s with { Resources = s.Resources with { Walltime = TimeSpan.FromSeconds(90) } })), 2, s_step);
        await trial.UntilEndedAsync(
            await trial.SubmitAsync(TrialCloud.Ask(2, 0, 2, change: static s => s with { Watch = s.Watch with { BandwidthBytesPerSecond = 1 } })), 2, s_step);
        Assert.All(await trial.KeysAsync(1), static k => Assert.Equal((Outcome.Slow, 90_000), (k.Outcome, k.WallMilliseconds)));

        // Three windows of eight samples each, 10 s apart once the first was low; a window that dice spared makes it longer.
        Assert.All(await trial.KeysAsync(2), static k => Assert.Equal(Outcome.Slow, k.Outcome));
        Assert.All(await trial.KeysAsync(2), static k => Assert.InRange(k.WallMilliseconds, 250_000, 600_000));
    }
}
