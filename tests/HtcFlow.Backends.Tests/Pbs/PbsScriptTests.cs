using System.Diagnostics;
using HtcFlow.Backends.Pbs;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Pbs;

public sealed class PbsScriptTests
{
    private static readonly ArrayAsk s_ask = new()
    {
        Name = new JobName("h-7f3a-write-1"),
        Elements = 500,
        Resources = new ResourceSpec { Vcpus = 4, MemoryBytes = 2L << 30, Walltime = TimeSpan.FromHours(1), Accelerators = 1 },
        Pack = 2,
        Environment = new Dictionary<string, string> { ["HTCFLOW_ORDER"] = "AbC+/=", ["NOTE"] = "it's\n#PBS -N evil\n$(id)" },
        Campaign = "campaign",
        Stage = "write",
    };

    private static readonly PbsOptions s_options = new() { SpoolDirectory = "spool", RunnerPath = "/opt/htc flow/runner" };

    [Theory]
    [InlineData(PbsDialect.OpenPbs)]
    [InlineData(PbsDialect.Torque)]
    public void Arguments_Everything(PbsDialect dialect)
    {
        PbsOptions options = s_options with
        {
            Dialect = dialect,
            Queue = "long",
            Project = "storage",
            Account = "a17",
            Priority = -5,
            MaxConcurrent = 50,
            ExtraArguments = ["-W", "umask=022"],
        };
        Snapshot.Match(string.Join('\n', PbsScript.Arguments(s_ask, options)) + "\n--- script\n" + PbsScript.Script(s_ask, options), $"Arguments_Everything.{dialect}");
    }

    [Fact]
    public void Arguments_OneElement_IsAPlainJobThatIsNotRunAgain()
    {
        IReadOnlyList<string> words = PbsScript.Arguments(s_ask with { Elements = 1 }, s_options);
        Assert.DoesNotContain("-J", words);
        Assert.Contains("-r", words);
    }

    [Theory]
    [InlineData(PbsDialect.OpenPbs, "12[]", 10, "0-9", "12[]")]
    [InlineData(PbsDialect.OpenPbs, "12[]", 10, "0-3,7", "12[0-3] 12[7]")]
    [InlineData(PbsDialect.Torque, "12[]", 10, "0-3,7", "-t 0-3,7 12[]")]
    [InlineData(PbsDialect.OpenPbs, "12", 1, "0", "12")]
    public void Deletion_Elements_AreSpelledAsTheServerTakesThem(PbsDialect dialect, string job, int size, string elements, string words) =>
        Assert.Equal(words, string.Join(' ', PbsScript.Deletion(job, size, IndexSet.Parse(elements).Ranges, dialect)));

    [Theory]
    [InlineData("PBS_ARRAY_INDEX", "7", "7")]
    [InlineData("PBS_ARRAYID", "8", "8")]
    [InlineData("OTHER", "9", "0")]
    public void Script_InAShell_GivesTheElementAndValuesAsTheyAre(string name, string value, string element)
    {
        PbsOptions options = s_options with { RunnerPath = "/bin/sh", RunnerArguments = ["-c", "printf '%s|%s' \"$HTCFLOW_ELEMENT\" \"$NOTE\""] };
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[name] = value;
        using Process shell = Process.Start(start)!;
        shell.StandardInput.Write(PbsScript.Script(s_ask, options));
        shell.StandardInput.Close();
        Assert.Equal($"{element}|{s_ask.Environment["NOTE"]}", shell.StandardOutput.ReadToEnd());
    }
}
