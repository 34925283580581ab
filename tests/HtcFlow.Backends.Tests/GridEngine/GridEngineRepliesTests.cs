using System.Text;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Backends.GridEngine.Replies;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>Replies of Grid Engine 8.1.9, as it gave them.</summary>
public sealed class GridEngineRepliesTests
{
    [Theory]
    [InlineData("1.1-10:1\n", "1")]
    [InlineData("verifier: checked\n99999.1-1:1\n", "99999")]
    [InlineData("17\n", "17")]
    [InlineData("", null)]
    [InlineData("Your job 7 has been submitted\n", null)]
    public void JobOf_Terse_IsTheNumber(string text, string? number) => Assert.Equal(number, GridEngineReplies.JobOf(text));

    [Fact]
    public void Queue_Samples_ShowEveryState()
    {
        var text = new StringBuilder();
        foreach (string name in (string[])["qstat-xml-empty", "qstat-xml-mixed", "qstat-xml-error", "qstat-xml-suspended-rescheduled"])
        {
            text.Append("--- ").Append(name).Append('\n');
            foreach (QueuedJob job in GridEngineReplies.Queue(Sample(name + ".xml")).Values)
            {
                text.Append($"{job.Id} {job.Name}: running [{job.Running}] waiting [{job.Waiting}] stuck [{job.Stuck}] present [{job.Present}]\n");
            }
        }

        Snapshot.Match(text.ToString());
    }

    [Fact]
    public void Queue_OtherText_IsAFormatException()
    {
        Assert.Throws<FormatException>(() => GridEngineReplies.Queue(Of("qstat: unknown option -xml")));
        Assert.Throws<FormatException>(() => GridEngineReplies.Queue(Of("<unknown_jobs/>")));
        Assert.Throws<FormatException>(() => GridEngineReplies.Queue(Of("<job_info><queue_info><job_list state=\"running\">")));
    }

    [Theory]
    [InlineData("1", "0")]
    [InlineData("1,2", "0-1")]
    [InlineData("3-6:1", "2-5")]
    [InlineData("1,4-6:1,10-20:5", "0,3-5,9,14,19")]
    public void Tasks_Lists_AreElementsFromZero(string text, string elements) =>
        Assert.Equal(elements, IndexSet.FromRanges(GridEngineReplies.Tasks(text)).ToString());

    [Theory]
    [InlineData("0")]
    [InlineData("6-3:1")]
    [InlineData("x")]
    public void Tasks_Nonsense_IsAFormatException(string text) =>
        Assert.Throws<FormatException>(() => GridEngineReplies.Tasks(text).ToArray());

    [Fact]
    public void Job_ErrorSample_GivesSizeAndReasons()
    {
        Assert.Equal(2, GridEngineReplies.SizeOf(Sample("qstat-j-error.xml")));
        Assert.Equal(
            [(0, "exit_status of job start = 100"), (1, "exit_status of job start = 100")],
            GridEngineReplies.Errors(Sample("qstat-j-error.xml")));
        Assert.Equal(0, GridEngineReplies.SizeOf(Sample("qstat-j-unknown.xml")));
    }

    [Fact]
    public void Limits_Sample_AreRead()
    {
        Assert.Equal(new CellLimits(75_000, 2_000, 0, 0), GridEngineReplies.Limits(new StreamReader(Sample("qconf-sconf.txt")).ReadToEnd()));
        Assert.Throws<FormatException>(() => GridEngineReplies.Limits("Server pbs\n"));
    }

    [Fact]
    public void Hosts_Sample_GivesSlots() =>
        Assert.Equal([new HostSlots("vm", "all.q", 2, "")], GridEngineReplies.Hosts(Sample("qhost-q.xml")));

    [Fact]
    public void Record_Samples_AreRead()
    {
        Assert.Equal(new AccountingRecord("2", "uarr", "htcuser", 2, "vm", 0, 0), Record(File.ReadAllLines(PathOf("accounting-line.txt"))[0]));
        Assert.Equal(new AccountingRecord("2", "sim", "root", 9_999, "sim00279", 0, 0), Record(File.ReadAllLines(PathOf("accounting-line-simulated.txt"))[0]));
        Assert.Null(Record("# Version: 8.1.9"));
        Assert.Null(Record("all.q:vm:htcuser:htcuser:uarr:2:sge:0"));
        Assert.Null(Record(""));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("4102444800")]
    [InlineData("99999999999999999999")]
    public void Record_HostWithAnotherTimeOfDay_IsReadTheSame(string time)
    {
        string[] fields = File.ReadAllLines(PathOf("accounting-line.txt"))[0].Split(':');
        AccountingRecord? before = Record(string.Join(':', fields));
        (fields[8], fields[9], fields[10]) = ("4102444800", time, time);
        Assert.Equal(before, Record(string.Join(':', fields)));
    }

    [Fact]
    public void Unheard_Sample_NamesElementsAndHosts() =>
        Assert.Equal([new UnheardElement("1", 0, "vm"), new UnheardElement("1", 1, "vm")], GridEngineReplies.Unheard(Sample("qstat-qs-u.xml")));

    [Theory]
    [InlineData(0, 3, true, 3)]
    [InlineData(25, 99, false, 99)]
    [InlineData(26, 0, false, -1)]
    [InlineData(30, 100, false, 100)]
    [InlineData(37, 137, true, 137)]
    [InlineData(100, 137, true, 137)]
    [InlineData(8, 0, false, -1)]
    [InlineData(21, 0, false, -1)]
    public void Record_Failed_SaysWhetherItWasTheLastTry(int failed, int exit, bool isLast, int code)
    {
        EndRecord record = new AccountingRecord("1", "a", "me", 0, "vm", failed, exit).End;
        Assert.Equal((isLast, code), (record.IsLast, record.Exit));
        Assert.Equal(failed == 0, record.Reason.Length == 0);
    }

    [Theory]
    [InlineData(1, "error: commlib error: got select error (Connection refused)\nUnable to run job: unable to send message to qmaster", FaultKind.Transient)]
    [InlineData(25, "Unable to run job: job rejected: only 1 jobs are allowed per user (current job count: 3)\nExiting.", FaultKind.Throttled)]
    [InlineData(1, "Unable to run job: Job was rejected because job requests unknown queue \"nope\"\nExiting.", FaultKind.Broken)]
    [InlineData(1, "Unable to run job: user id 0 is lower than minimum user id 1000 in cell configuration.\nExiting.", FaultKind.Denied)]
    [InlineData(1, "Unable to initialize environment because of error: cell directory \"/x/wrong\" doesn't exist\nExiting.", FaultKind.Broken)]
    [InlineData(137, "", FaultKind.Transient)]
    public void Fault_Words_DecideTheKind(int exit, string said, FaultKind kind)
    {
        FaultException fault = GridEngineFault.Of("submit array", "a", new CommandReply(exit, [], said));
        Assert.Equal(kind, fault.Kind);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain("Exiting", fault.Message, StringComparison.Ordinal);
    }

    private static AccountingRecord? Record(string line) => AccountingRecord.Parse(Encoding.UTF8.GetBytes(line), static _ => true);

    private static MemoryStream Of(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    private static FileStream Sample(string name) => File.OpenRead(PathOf(name));

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "GridEngine", "Samples", name);
}
