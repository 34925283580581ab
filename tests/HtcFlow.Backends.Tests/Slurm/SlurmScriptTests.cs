using HtcFlow.Backends.Slurm;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Slurm;

public sealed class SlurmScriptTests
{
    private static readonly SlurmOptions s_options = new() { SpoolDirectory = "/spool", RunnerPath = "/opt/htc flow/runner" };

    private static readonly ArrayAsk s_ask = new()
    {
        Name = new JobName("h-melt-write-12-k3f9a1c0"),
        Elements = 10_000,
        Resources = new ResourceSpec(),
        Environment = new Dictionary<string, string> { ["HTCFLOW_ORDER"] = "AbC+/=", ["NOTE"] = "it's\n#SBATCH --hold" },
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
            Resources = new ResourceSpec { Vcpus = 4, MemoryBytes = 2L << 30, Walltime = TimeSpan.FromMinutes(30), Accelerators = 2 },
        },
        s_options with
        {
            Partition = "long,short",
            Account = "physics",
            Qos = "normal",
            Constraint = "avx512&ib",
            MaxConcurrent = 500,
            ExtraArguments = ["--reservation=ours", "--licenses", "a b"],
            RunnerArguments = ["--verbose", "it's"],
            LogPath = "/logs/",
            WorkDirectory = "/scratch",
            WarningTime = TimeSpan.FromSeconds(90.5),
            Environment = new Dictionary<string, string> { ["HTCFLOW_SCRATCH"] = "/scratch", ["NOTE"] = "from the operator" },
        },
        ["slow-2.cluster", "slow-1", "odd name", "$(id)", "n[1-2]"]));

    [Fact]
    public void Script_SiteQueuesAgainAfter75_RunnersEndWithAnotherCode()
    {
        Assert.Empty(SlurmBackend.EnvironmentFor(new HashSet<int> { 99 }));
        IReadOnlyDictionary<string, string> variables = SlurmBackend.EnvironmentFor(new HashSet<int> { 75, 76, 99 });
        Assert.Equal("77", variables["HTCFLOW_RETRY_EXIT"]);
        Assert.Contains("export HTCFLOW_RETRY_EXIT='77'\n", SlurmScript.Script(s_ask, s_options, variables), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "7_[0]")]
    [InlineData("0-4,7,9-10", "7_[0-4,7,9-10]")]
    public void Elements_Sets_AreAsScancelTakesThem(string elements, string words) =>
        Assert.Equal(words, SlurmScript.Elements("7", IndexSet.Parse(elements).Ranges));

    [Theory]
    [InlineData("htcflow melt/write elements=10000", 10_000)]
    [InlineData("htcflow melt/elements=3 elements=7", 7)]
    [InlineData("by hand", 0)]
    [InlineData("elements=", 0)]
    public void SizeIn_Comment_IsTheNumberOfElements(string comment, int size) => Assert.Equal(size, SlurmScript.SizeIn(comment));

    private static string Show(ArrayAsk ask, SlurmOptions options, string[] avoided) =>
        string.Join('\n', SlurmScript.Arguments(ask, options, avoided)) + "\n--- script\n"
        + SlurmScript.Script(ask, options, new Dictionary<string, string> { ["NOTE"] = "from the backend", ["SITE"] = "x" });
}
