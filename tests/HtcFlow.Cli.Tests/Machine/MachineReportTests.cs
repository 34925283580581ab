using HtcFlow.Cli.Machine;

namespace HtcFlow.Cli.Tests.Machine;

public sealed class MachineReportTests
{
    [Theory]
    [InlineData("flags\t\t: fpu sse2", "base")]
    [InlineData("flags : avx sse2", "avx")]
    [InlineData("flags : avx avx2 fma bmi1 bmi2 f16c abm movbe", "avx2")]
    [InlineData("flags : avx2 fma bmi1 bmi2 f16c abm movbe", "base")]
    [InlineData("flags : avx avx2 fma bmi1 bmi2 f16c abm movbe avx512f avx512bw avx512cd avx512dq avx512vl", "avx512")]
    public void LevelOf_Flags_NeedsEveryLevelBelow(string flags, string level) => Assert.Equal(level, ProcessorCheck.LevelOf(flags));

    [Fact]
    public void Clock_BeforeThisProgramExisted_IsWrong()
    {
        Finding finding = ClockCheck.Of(DateTimeOffset.UnixEpoch);
        Assert.Equal(Finding.Missing, finding.State);
        Assert.NotEmpty(finding.Remedy);
    }

    [Fact]
    public void Text_MissingThing_NamesTheRemedyBelowIt() => Testing.Snapshot.Match(MachineText.Of(new MachineReport(false,
    [
        new Finding("htcflow-runner", Finding.Missing, "not found", "make build"),
        new Finding("cores", Finding.Ok, "2", ""),
        new Finding("inotify instances", Finding.Advice, "128", "sysctl -w fs.inotify.max_user_instances=1024"),
    ])));

    [Fact]
    public async Task Doctor_NoRunner_EndsWithThree()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.World, await bench.RunAsync("doctor"));
        Assert.Contains("missing  htcflow-runner", bench.Out, StringComparison.Ordinal);
        Assert.Contains("-> make build", bench.Out, StringComparison.Ordinal);
    }
}
