using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Pbs;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.Pbs;

public sealed class PbsRepliesTests
{
    [Theory]
    [InlineData("1234[].server.cluster", "1234[]")]
    [InlineData("1234.server", "1234")]
    [InlineData("1234[17].server", "1234[]")]
    [InlineData("1234", "1234")]
    [InlineData("", null)]
    [InlineData("qsub: waiting for job", null)]
    [InlineData("12x.server", null)]
    public void JobOf_Ids_AreNumbers(string text, string? job) => Assert.Equal(job, PbsReplies.JobOf(text));

    [Fact]
    public void Entries_BrokenLines_AreJoined()
    {
        IReadOnlyList<PbsEntry> entries = PbsReplies.Entries(
            "Job Id: 12[].pbs\n    Job_Name = h-a\n    Variable_List = PBS_O_HOME=/r,\n\tPBS_O_PATH=/usr/bin:/b\n\tin,A=b\n    job_state = B\n\n\nJob Id:\t13\n\tJob_Name = h-b\n\tjob_state = R\n\n");
        Assert.Equal(["12[].pbs", "13"], entries.Select(static entry => entry.Id));
        Assert.Equal("PBS_O_HOME=/r,PBS_O_PATH=/usr/bin:/bin,A=b", entries[0]["Variable_List"]);
        Assert.Equal(("h-a", "B", "h-b", "R"), (entries[0]["Job_Name"], entries[0]["job_state"], entries[1]["Job_Name"], entries[1]["job_state"]));
        Assert.Equal("", entries[1]["no_such"]);
    }

    [Fact]
    public void Entries_OtherText_IsRefused() => Assert.Throws<FormatException>(() => PbsReplies.Entries("job-ID  prior   name\n-----------\n"));

    [Fact]
    public void Elements_ShortListing_GivesStates() => Assert.Equal(
        [("12[]", 0, 'X'), ("12[]", 1, 'R'), ("12[]", 11, 'Q')],
        PbsReplies.Elements(
            "Job id            Name             User              Time Use S Queue\n----------------  ---------------- ----------------  -------- - -----\n"
            + "12[].pbs          h-a              me                       0 B workq\n12[0].pbs         h-a              me                00:00:01 X workq\n"
            + "12[1].pbs         h-a              me                00:00:00 R workq\n12[11].pbs        a b R c          me                       0 Q workq\n"));

    [Theory]
    [InlineData("0-3,7", "0,1,2,3,7")]
    [InlineData("-", "")]
    [InlineData("", "")]
    public void Ranges_Lists_AreElements(string text, string elements) =>
        Assert.Equal(elements, string.Join(',', PbsReplies.Ranges(text).SelectMany(static range => Enumerable.Range((int)range.First, (int)range.Count))));

    [Fact]
    public void Processors_Hosts_CountWhereTheyAreUp() => Assert.Equal(
        [8, 0, 16],
        PbsReplies.Processors(
            "n1\n     Mom = n1\n     state = job-busy\n     resources_available.ncpus = 8\n     resources_assigned.ncpus = 8\n\n"
            + "n2\n     state = down,offline\n     resources_available.ncpus = 8\n\nn3\n     state = free\n     np = 16\n     status = rectime=1,ncpus=99\n"));

    [Fact]
    public void Ranges_Nonsense_IsRefused() => Assert.Throws<FormatException>(() => PbsReplies.Ranges("a-b").ToArray());

    [Fact]
    public void StateOf_Letters_AreWhatTheyMeanToWhoWaits()
    {
        Assert.All("XFCM", static letter => Assert.Null(PbsReplies.StateOf(letter)));
        Assert.All("RESUB", static letter => Assert.Equal(QueuedState.Running, PbsReplies.StateOf(letter)));
        Assert.All("QWT", static letter => Assert.Equal(QueuedState.Waiting, PbsReplies.StateOf(letter)));
        Assert.Equal(QueuedState.Stuck, PbsReplies.StateOf('H'));
    }

    [Theory]
    [InlineData("qsub: would exceed queue generic's per-user limit", FaultKind.Throttled)]
    [InlineData("Connection refused\nqsub: cannot connect to server pbs (errno=111)", FaultKind.Transient)]
    [InlineData("qsub: Unauthorized Request", FaultKind.Denied)]
    [InlineData("qsub: Unknown queue", FaultKind.Broken)]
    public void Fault_Words_SayWhatKindItIs(string said, FaultKind kind) =>
        Assert.Equal(kind, PbsFault.Of("submit array", "h-a", new CommandReply(1, [], said)).Kind);
}
