using System.Text;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Slurm;
using HtcFlow.Backends.Slurm.Replies;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Slurm;

/// <summary>Replies of Slurm 22.05, as it gave them.</summary>
public sealed class SlurmRepliesTests
{
    [Theory]
    [InlineData("7\n", "7")]
    [InlineData("67043327;trial\n", "67043327")]
    [InlineData("site: your project is charged\n12\n", "12")]
    [InlineData("", null)]
    [InlineData("Submitted batch job 7\n", null)]
    public void JobOf_Parsable_IsTheNumber(string text, string? number) => Assert.Equal(number, SlurmReplies.JobOf(text));

    [Fact]
    public void Queue_Sample_ShowsEveryState()
    {
        var text = new StringBuilder();
        foreach (QueuedJob job in SlurmReplies.Queue(File.ReadAllBytes(PathOf("squeue.txt"))).Values)
        {
            text.Append($"{job.Id} {job.Name}: running [{job.Running}] waiting [{job.Waiting}] stuck [{job.Stuck}] again [{job.Again}]\n");
            foreach (EndRecord end in job.Ends)
            {
                text.Append($"    {end.Element}: {end.Exit} on '{end.Host}' {end.Reason}\n");
            }
        }

        Snapshot.Match(text.ToString());
    }

    [Theory]
    [InlineData("slurm_load_jobs error: Unable to contact slurm controller")]
    [InlineData("7|0-9,...|PD|0||Resources|a|")]
    [InlineData("7|0|PD|0|Resources")]
    public void Queue_OtherText_IsAFormatException(string text) =>
        Assert.Throws<FormatException>(() => SlurmReplies.Queue(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Records_Sample_AreEndsOfElements()
    {
        IReadOnlyList<EndRecord> records = SlurmReplies.Records(File.ReadAllText(PathOf("sacct.txt")));
        Assert.Equal(
            ["61_0 3", "61_1 137", "61_2 127", "61_3 0", "61_4 143", "61_5 2", "62_0 -1", "62_1 -1", "69_0 -1"],
            records.Select(static end => $"{end.Job}_{end.Element} {end.Exit}"));
        Assert.Equal(new EndRecord("61", "h-codes-1", 0, IsLast: true, 3, "", "n1"), records[0]);
        Assert.Equal("it was cancelled, by hand or since its start failed", records[^1].Reason);
        Assert.Throws<FormatException>(() => SlurmReplies.Records("sacct: error: Slurm accounting storage is disabled"));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1,4-6,10-20:5", "1,4-6,10,15,20")]
    [InlineData("3-9%2", "3-9")]
    public void Tasks_Lists_AreElements(string text, string elements) => Assert.Equal(elements, IndexSet.FromRanges(SlurmReplies.Tasks(text)).ToString());

    [Theory]
    [InlineData("-1")]
    [InlineData("6-3")]
    [InlineData("1-9:0")]
    [InlineData("x")]
    public void Tasks_Nonsense_IsAFormatException(string text) => Assert.Throws<FormatException>(() => SlurmReplies.Tasks(text).ToArray());

    [Fact]
    public void Reasons_Sample_ExplainsWhatIsStuck() => Snapshot.Match(string.Join('\n', SlurmReplies.Reasons(
        Encoding.UTF8.GetBytes("9|0-1|PD|0||PartitionDown|a|\n9|2|PD|0||Resources|a|\n9|3|SE|0||JobHeldUser|a|\n9|4|PD|0||ReqNodeNotAvail, UnavailableNodes:n1|a|\n8|N/A|PD|0||JobHeldUser|b|\n"))
        .OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Key}: {pair.Value}")));

    [Theory]
    [InlineData("PD", "Resources", false)]
    [InlineData("PD", "Priority", false)]
    [InlineData("PD", "JobArrayTaskLimit", false)]
    [InlineData("PD", "BeginTime", false)]
    [InlineData("PD", "AssocGrpCpuLimit", false)]
    [InlineData("PD", "QOSMaxJobsPerUserLimit", false)]
    [InlineData("PD", "Reservation", false)]
    [InlineData("PD", "AssocGrpCPUMinutesLimit", true)]
    [InlineData("PD", "QOSMaxCpuPerJobLimit", true)]
    [InlineData("PD", "QOSMaxWallDurationPerJobLimit", true)]
    [InlineData("PD", "launch failed requeued held", true)]
    [InlineData("PD", "JobHeldAdmin", true)]
    [InlineData("PD", "InvalidQOS", true)]
    [InlineData("SE", "None", true)]
    [InlineData("PD", "DependencyNeverSatisfied", true)]
    public void State_Reasons_SayWhetherItStartsByItself(string state, string reason, bool isStuck) =>
        Assert.Equal(isStuck ? QueuedState.Stuck : QueuedState.Waiting, SlurmStates.Of(state, reason));

    [Fact]
    public void Limits_Sample_AreRead()
    {
        SlurmLimits limits = SlurmReplies.Limits(File.ReadAllText(PathOf("scontrol-config.txt")));
        Assert.Equal((1_001, 10_000, false), (limits.MaxArrayElements, limits.MaxJobs, limits.HasAccounting));
        Assert.Empty(limits.RequeueExits);
        Assert.Null(limits.Rate);
        Assert.Throws<FormatException>(() => SlurmReplies.Limits("server pbs\n"));
    }

    [Fact]
    public void Limits_BusySite_AreRead()
    {
        SlurmLimits limits = SlurmReplies.Limits(
            "MaxArraySize = 100001\nMaxJobCount = 500\nSchedulerParameters = defer,max_array_tasks=200\nAccountingStorageType = accounting_storage/slurmdbd\n"
            + "RequeueExit = 75,90-92\nRequeueExitHold = 100\nSlurmctldParameters = enable_configless,rl_enable,rl_bucket_size=40,rl_refill_rate=4,rl_refill_period=60\n");
        Assert.Equal((200, 500, true), (limits.MaxArrayElements, limits.MaxJobs, limits.HasAccounting));
        Assert.Equal([75, 90, 91, 92, 100], limits.RequeueExits.Order());
        Assert.Equal(new CallRate(40, 4, TimeSpan.FromMinutes(1)), limits.Rate);
        Assert.Equal(200, SlurmBackend.LargestArray(limits));
        Assert.Equal(50, SlurmBackend.LargestArray(limits with { MaxJobs = 100 }));
    }

    [Fact]
    public void Nodes_Sample_CountThoseOfTheWantedPartitionsOnce()
    {
        IReadOnlyList<NodeShare> nodes = SlurmReplies.Nodes("all|n1|2|idle\nmain*|n1|2|mixed\nall|n2|4|down*\nbig|n3|64+|drained\n");
        var options = new SlurmOptions { SpoolDirectory = "", RunnerPath = "" };
        Assert.Equal([("n1", 2, true)], Of(options));
        Assert.Equal([("n1", 2, true), ("n2", 4, false)], Of(options with { Partition = "all" }));
        Assert.Equal([("n1", 2, true), ("n3", 64, false)], Of(options with
        {
            Targets = new Dictionary<string, SlurmOptions> { ["a"] = options, ["b"] = options with { Partition = "big" } },
        }));
        Assert.Throws<FormatException>(() => SlurmReplies.Nodes("PARTITION AVAIL"));

        IEnumerable<(string, int, bool)> Of(SlurmOptions wanted) => SlurmBackend.NodesOf(wanted, nodes).Select(static n => (n.Node, n.Cpus, n.IsUp));
    }

    [Theory]
    [InlineData("Unable to contact slurm controller (connect failure)", FaultKind.Transient)]
    [InlineData("sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)", FaultKind.Transient)]
    [InlineData("sinfo: error: slurm_msg_sendto: address:port=127.0.0.1:6817 msg_type=2009: Unexpected missing socket error\nslurm_load_partitions: Unexpected missing socket error", FaultKind.Transient)]
    [InlineData("sbatch: error: slurm_msg_sendto: address:port=127.0.0.1:6817 msg_type=4003: Unexpected missing socket error\nsbatch: error: Batch job submission failed: Unexpected missing socket error", FaultKind.Transient)]
    [InlineData("slurm_load_partitions: Connection reset by peer", FaultKind.Transient)]
    [InlineData("sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying", FaultKind.Throttled)]
    [InlineData("sbatch: error: AssocMaxSubmitJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)", FaultKind.Throttled)]
    [InlineData("sbatch: error: QOSMaxCpuPerJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)", FaultKind.Broken)]
    [InlineData("sbatch: error: Batch job submission failed: Invalid partition name specified", FaultKind.Broken)]
    [InlineData("sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified", FaultKind.Denied)]
    [InlineData("sbatch: error: Batch job submission failed: Invalid qos specification", FaultKind.Denied)]
    [InlineData("sacct: error: Sending PersistInit msg: Protocol authentication error\nsacct: error: Problem talking to the database: Protocol authentication error", FaultKind.Transient)]
    [InlineData("sbatch: error: Batch job submission failed: Access/permission denied", FaultKind.Denied)]
    [InlineData("sbatch: error: Batch job submission failed: User's group not permitted to use this partition", FaultKind.Denied)]
    [InlineData("sbatch: error: s_p_parse_file: cannot stat file /nowhere: No such file or directory, retrying in 1sec up to 60sec\nsbatch: fatal: Unable to process configuration file", FaultKind.Broken)]
    public void Fault_Words_DecideTheKind(string said, FaultKind kind)
    {
        FaultException fault = SlurmFault.Of("submit array", "a", new CommandReply(1, [], said));
        Assert.Equal(kind, fault.Kind);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain("error:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_ConfigurationOfOneThatHasGoneSince_IsAnOutage()
    {
        string text = string.Concat(Enumerable.Range(0, 300).Select(static i => $"Setting{i} = value\n")) + "\nSlurmctld(primary) at head is DOWN\n***\n";
        FaultException fault = SlurmFault.Of("read configuration", "scontrol", new CommandReply(1, Encoding.UTF8.GetBytes(text), ""));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Contains("Slurmctld(primary) at head is DOWN; slurmctld does not answer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_BoundedRate_LetsTwoThirdsThroughAndSaysWhenTheNextIs()
    {
        var clock = new FakeTimeProvider();
        var bucket = new CallBucket(new CallRate(30, 2, TimeSpan.FromSeconds(1)), clock);
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => bucket.Take() == TimeSpan.Zero));
        Assert.InRange(bucket.Take().TotalSeconds, 0.74, 0.76);
        clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(2, Enumerable.Range(0, 10).Count(_ => bucket.Take() == TimeSpan.Zero));
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Equal(TimeSpan.Zero, new CallBucket(null, clock).Take()));
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Slurm", "Samples", name);
}
