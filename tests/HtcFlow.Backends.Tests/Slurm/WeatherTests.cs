using System.Text;
using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing.Slurm;

namespace HtcFlow.Backends.Tests.Slurm;

/// <summary>Bad weather on a real cluster: what is killed, down, held, deleted and forgotten while elements wait and run.</summary>
[Collection(nameof(Slurm))]
public sealed class WeatherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Observe_EndsForgottenByThen_AreEndsOfWhichNothingIsKnown()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-forgotten", 3, "0,7,hold")));
        await stage.HeldAsync(2);
        await Script.SoonAsync(() => SlurmCluster.Shared.Ask("squeue", "-h", "-o", "%K").Trim() == "2");

        // As after MinJobAge: what has ended is not shown any more.
        await stage.ReopenAsync();
        stage.Commands.Change = static (program, reply) => program == "squeue" ? reply with { Output = WithoutEnds(reply) } : reply;
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Equal(("0-1", "2"), (status.Ended.ToString(), status.Running.ToString()));
        Assert.All(status.Abnormal, static end => Assert.Equal((-1, ""), (end.Exit, end.Host)));
        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(handle, 3);
    }

    [Fact]
    public async Task Observe_CancelledByHand_EndsWithTheReason()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-hand", 5, Script.Hold)));
        await stage.HeldAsync(0, 1);
        await stage.Backend.StatusAsync(handle);
        SlurmCluster.Shared.Ask("scancel", handle.BackendId + "_[2-3]");
        SlurmCluster.Shared.Ask("scancel", handle.BackendId);
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 5);
        Assert.Equal(
            [(0, 75), (1, 75), (2, -1), (3, -1), (4, -1)],
            status.Abnormal.OrderBy(static end => end.Element).Select(static end => (end.Element, end.Exit)));
        Assert.All(status.Abnormal, static end => Assert.True(end.Reason.Contains("cancelled", StringComparison.Ordinal) || end.Reason.Contains("deleted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Observe_SiteQueuesFailuresAgain_EndsThemAndNothingStartsTwice()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        IReadOnlyList<string> before = SlurmCluster.Shared.Configure(["RequeueExit=75", "RequeueExitHold=76"]);
        try
        {
            JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-again", 3, "75,76,0")));
            ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 3);
            Assert.Equal([(0, 75), (1, 76)], status.Abnormal.OrderBy(static end => end.Element).Select(static end => (end.Element, end.Exit)));
            await Script.SoonAsync(() => !SlurmCluster.Shared.IsBusy());
            Assert.Equal(["0", "1", "2"], stage.Starts.Order());
        }
        finally
        {
            SlurmCluster.Shared.Rewrite(before);
        }
    }

    [Fact]
    public async Task Observe_Preempted_EndsAsThatAndIsNotQueuedAgain()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync(static options => options with { Partition = "low" });
        IReadOnlyList<string> before = SlurmCluster.Shared.Configure(
            ["PreemptType=preempt/partition_prio", "PreemptMode=REQUEUE", "PartitionName=low Nodes=n1 PriorityTier=1", "PartitionName=high Nodes=n1 PriorityTier=9"]);
        try
        {
            JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-spot", 2, Script.Hold)));
            await stage.HeldAsync(0, 1);
            SlurmCluster.Shared.Ask("sbatch", "-p", "high", "-c", "2", "--export=ALL", "-o", "/dev/null", "--wrap", "true");
            ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
            Assert.All(status.Abnormal, static end => Assert.Equal((75, "it was preempted (PREEMPTED)"), (end.Exit, end.Reason)));
            Assert.Equal(2, status.Abnormal.Count);
            Assert.Equal(2, stage.Starts.Count);
        }
        finally
        {
            SlurmCluster.Shared.Clear();
            await Script.SoonAsync(static () => !SlurmCluster.Shared.IsBusy());
            SlurmCluster.Shared.Rewrite(before);
        }
    }

    [Fact]
    public async Task Observe_PartitionDown_IsExplained()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync(static options => options with { Partition = "closed" });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-closed", 2, "0")));
        StuckElements stuck = await StuckAsync(stage, handle, 2);
        Assert.Equal("PartitionDown: the partition is down; choose another one or ask the administrator", stuck.Reason);
    }

    [Fact]
    public async Task Observe_Held_IsExplainedAndRunsWhenCleared()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync(static options => options with { ExtraArguments = ["--hold"] });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-held", 3, "0")));
        StuckElements stuck = await StuckAsync(stage, handle, 3);
        Assert.StartsWith("JobHeldUser: it is held", stuck.Reason, StringComparison.Ordinal);
        await stage.Cluster!.ClearAsync(handle, IndexSet.Range(0, 2), Token);
        Assert.Equal("0-1", (await stage.Backend.UntilEndedAsync(handle, 2)).Ended.ToString());
        await stage.Cluster!.ClearAsync(handle, IndexSet.Range(0, 3), Token);
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 3)).Abnormal);
        Assert.Empty(await stage.Cluster!.ExplainAsync(Token));
    }

    [Fact]
    public async Task Observe_NodeGoesDown_EndsWhatRanThereAndTheRestWaits()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-down", 3, "hold,hold,0")));
        await stage.HeldAsync(0, 1);
        SlurmCluster.Shared.Kill(SlurmCluster.Host);
        SlurmCluster.Shared.Ask("scontrol", "update", "NodeName=" + SlurmCluster.Host, "State=DOWN", "Reason=trial");
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Equal(
            [new ElementEnd(0, -1, "its node failed (NODE_FAIL)", SlurmCluster.Host), new ElementEnd(1, -1, "its node failed (NODE_FAIL)", SlurmCluster.Host)],
            status.Abnormal.OrderBy(static end => end.Element));
        await Script.SoonAsync(() => SlurmCluster.Shared.Ask("squeue", "-h", "-o", "%K %r").StartsWith("2 Nodes required for job are DOWN", StringComparison.Ordinal));
        Assert.Empty((await stage.Backend.StatusAsync(handle)).Running);
        Assert.Empty(await stage.Cluster!.ExplainAsync(Token)); // busy nodes are told of in the same words
        SlurmCluster.Shared.Restart();
        Assert.Equal("0-2", (await stage.Backend.UntilEndedAsync(handle, 3)).Ended.ToString());
    }

    [Fact]
    public async Task Explain_NodeDrained_SaysWhy()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        SlurmCluster.Shared.Ask("scontrol", "update", "NodeName=" + SlurmCluster.Host, "State=DRAIN", "Reason=its disk is full");
        await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-first", 1, "0"))); // told of in the words for busy nodes
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-drained", 2, "0")));
        StuckElements stuck = await StuckAsync(stage, handle, 2);
        Assert.Contains("UnavailableNodes:n1: the nodes that it may use are down, drained or reserved", stuck.Reason, StringComparison.Ordinal);
        Assert.EndsWith(" (n1: its disk is full)", stuck.Reason, StringComparison.Ordinal);
        Assert.EndsWith(stuck.Reason, stage.Cluster!.Hindrance, StringComparison.Ordinal);
        SlurmCluster.Shared.Ask("scontrol", "update", "NodeName=" + SlurmCluster.Host, "State=RESUME");
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 2)).Abnormal);
    }

    [Fact]
    public async Task Observe_LogDirectoryMissing_EndsWithThatReason()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync(static options => options with { LogPath = "/nowhere/logs/" });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-log", 2, "0")));
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Equal([-1, -1], status.Abnormal.Select(static end => end.Exit));
        Assert.All(status.Abnormal, static end => Assert.Contains("log file could not be opened", end.Reason, StringComparison.Ordinal));
        Assert.Empty(stage.Starts);
    }

    [Fact]
    public async Task Daemons_KilledAndBack_AreAnOutageAndNothingIsLost()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-outage", 4, Script.Hold)));
        await stage.HeldAsync(0, 1);
        await SlurmStage.SavedAsync();
        SlurmCluster.Shared.Kill("slurmctld");
        try
        {
            foreach (Func<Task> call in (Func<Task>[])
                [
                    () => stage.Backend.ObserveAsync([handle], Token),
                    () => stage.Backend.ObserveAsync([handle], Token),
                    () => stage.Backend.FindAsync([new JobName("w-other")], Token),
                    () => stage.Backend.SubmitAsync([stage.Prepare(Script.Ask("w-other", 1, "0"))], Token),
                    () => stage.Backend.CancelAsync(handle, IndexSet.Range(3, 1), Token),
                ])
            {
                FaultException fault = await Assert.ThrowsAsync<FaultException>(call);
                Assert.Equal(FaultKind.Transient, fault.Kind);
                Assert.Contains("slurmctld does not answer", fault.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            SlurmCluster.Shared.Kill(SlurmCluster.Host);
            await stage.ReleaseAsync();
            await stage.LeftAsync(0, 1);
            SlurmCluster.Shared.Restart();
        }

        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 4)).Abnormal);
        Assert.Equal(["0", "1", "2", "3"], stage.Starts.Order());
    }

    // Given the forgotten job's number, the next one would be refused by the node that remembers it, and the node drained.
    [Fact]
    public async Task Slurmctld_KilledBeforeItSavedAStart_EndsThatElementAndRunsTheNext()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        DateTime saved = SlurmCluster.Shared.SavedAt;
        SlurmCluster.Shared.Ask("sbatch", "--hold", "--wrap", "true");
        await Script.SoonAsync(() => SlurmCluster.Shared.SavedAt > saved);
        byte[] jobs = SlurmCluster.Shared.SavedJobs();
        JobHandle forgotten = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-unsaved", 1, Script.Hold)));
        await stage.HeldAsync(0);
        SlurmCluster.Shared.KillForgetful(jobs);
        Task restart = Task.Run(SlurmCluster.Shared.Restart, Token);
        await Script.SoonAsync(() => SlurmCluster.Shared.Answers());
        await stage.ReleaseAsync(); // before the node has told slurmctld of it
        await restart;

        Assert.Equal("0", (await stage.Backend.UntilEndedAsync(forgotten, 1)).Ended.ToString());
        JobHandle next = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-next", 1, "0")));
        Assert.Empty((await stage.Backend.UntilEndedAsync(next, 1)).Abnormal);
        Assert.DoesNotContain("drain", SlurmCluster.Shared.Ask("sinfo", "-h", "-n", SlurmCluster.Host, "-p", "main", "-o", "%T"), StringComparison.Ordinal);
    }

    private static byte[] WithoutEnds(CommandReply reply) => Encoding.UTF8.GetBytes(string.Join('\n', reply.Text.Split('\n')
        .Where(static line => line.Split('|') is not [_, _, "CD" or "F", ..])));

    private static async Task<StuckElements> StuckAsync(SlurmStage stage, JobHandle handle, int elements)
    {
        IReadOnlyList<StuckElements> stuck = [];
        await Script.SoonAsync(async () =>
        {
            await stage.Backend.StatusAsync(handle);
            stuck = await stage.Cluster!.ExplainAsync(Token);
            return stuck.Sum(static s => s.Elements.Count) == elements;
        });
        return Assert.Single(stuck);
    }
}
