using System.Text.Json;
using HtcFlow.Core.Campaigns;
using HtcFlow.Runner.Check;
using HtcFlow.Runner.Cpu;
using HtcFlow.Runner.Tests.Runs;

namespace HtcFlow.Runner.Tests.Check;

public sealed class CheckTests : IDisposable
{
    private const string Avx2 = "avx xsave avx2 bmi1 bmi2 f16c fma abm movbe";
    private const string Everything = Avx2 + " avx512f avx512bw avx512cd avx512dq avx512vl";

    private static readonly CpuIdentity s_full = new(uint.MaxValue, uint.MaxValue, uint.MaxValue, 2688);

    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(Everything, CpuLevel.Avx512, "avx512: /proc/cpuinfo and CPUID agree")]
    [InlineData(Everything, CpuLevel.Avx2, "avx2, because --cpu-level allows no more; the machine could avx512")]
    [InlineData(Avx2 + " avx512f", CpuLevel.Avx512, "avx2; not avx512: /proc/cpuinfo lacks avx512bw avx512cd avx512dq avx512vl though CPUID has it")]
    [InlineData("", CpuLevel.Avx512, "base; not avx: /proc/cpuinfo lacks avx xsave though CPUID has it")]
    public void Explain_Flags_SaysWhatIsMissing(string flags, CpuLevel cap, string text) =>
        Assert.StartsWith(text, CpuCheck.Explain(flags.Split(' ').ToHashSet(), s_full, cap).Text, StringComparison.Ordinal);

    [Fact]
    public void Explain_SandboxThatHidesFlags_SaysSo() =>
        Assert.Equal(
            "avx2; not avx512: CPUID hides what /proc/cpuinfo lists (up to avx512): a sandbox forbids it",
            CpuCheck.Explain(Everything.Split(' ').ToHashSet(), s_full with { SavedBytes = 832 }, CpuLevel.Avx512).Text);

    [Theory]
    [InlineData("/scratch/x", "tmpfs")]
    [InlineData("/scratchy", "ext4")]
    [InlineData("/", "ext4")]
    public void TypeOf_Mounts_LongestPointCounts(string directory, string type) =>
        Assert.Equal(type, Mounts.TypeOf(directory, "1 0 8:1 / / rw shared:1 - ext4 /dev/sda rw\n2 1 0:2 / /scratch rw - tmpfs tmpfs rw\n"));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(64L << 30, "64 GiB")]
    public void Text_Sizes_AreShort(double bytes, string text) => Assert.Equal(text, Sizes.Text(bytes));

    [Fact]
    public void Check_UsableMachine_TriesTheStoreAndLeavesNothing()
    {
        RunnerEnd end = _bench.RunAlone("check", "--store", _bench.Store);

        Assert.Equal(0, end.ExitCode);
        string[] lines = end.Output.TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Matches("^(ok  |warn) ", line));
        Assert.Equal(
            ["kernel", "process", "user", "scheduler", "cpu", "bandwidth", "memory", "processors", "pids", "scratch", "leases", "inotify", "metadata", "store"],
            lines.Select(line => line[5..].Split(' ')[0]));
        Assert.Empty(_bench.Keys(""));
    }

    [Fact]
    public void Check_UnusableStore_IsBadAndSaysWhatToDo()
    {
        RunnerEnd end = _bench.RunAlone("check", "--json", "--store", "/proc/nowhere");

        Assert.Equal(1, end.ExitCode);
        using JsonDocument document = JsonDocument.Parse(end.Output);
        Assert.False(document.RootElement.GetProperty("usable").GetBoolean());
        JsonElement store = document.RootElement.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "store");
        Assert.Equal("bad", store.GetProperty("mark").GetString());
        Assert.NotEqual("", store.GetProperty("advice").GetString());
    }
}
