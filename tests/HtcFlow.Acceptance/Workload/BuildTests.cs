namespace HtcFlow.Acceptance.Workload;

/// <summary>The simulation in its builds, and the demo as a user runs it.</summary>
public sealed class BuildTests
{
    [Fact]
    public void Simulation_AtEveryLevel_GivesTheSameBytesAndNamesItsBuild()
    {
        Products.BuildSimulation();
        Dictionary<string, string>? expected = null;
        foreach (string level in (string[])["base", "avx", "avx2", "avx512"])
        {
            using var run = new SmallRun();
            run.Set("HTCFLOW_CPU_LEVEL", level);
            run.Expect(
                0, "submit", Products.Campaign, "--name", "c", "--set", "store=" + run.At("store"), "--set", "stages.write.sweep.density=[1500]",
                "--set", "stages.write.sweep.pitch=[24]", "--set", "stages.write.sweep.seed=[7]", "--set", "variables.bits=60");
            string build = run.Report("write", 0).GetProperty("build").GetString()!;
            Assert.True(build == level || IsBeyondThisMachine(level), $"{build} ran at level {level}");
            run.Expect(0, "fetch", "c", "--stage", "write", "--to", run.At("results"));
            Dictionary<string, string> actual = run.Fetch().Where(f => f.Key.EndsWith(".dat", StringComparison.Ordinal))
                .ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
            expected ??= actual;
            Assert.Equal(10, actual.Count);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Demo_Shrunk_EndsWithItsLine()
    {
        using var run = new SmallRun();
        var environment = new Dictionary<string, string>
        {
            ["DEMO_DIR"] = run.At("demo"),
            ["TMPDIR"] = run.Scratch,
            ["SETS"] = "--set stages.write.sweep.density=[1400,1800] --set stages.write.sweep.pitch=[22,32] "
                + "--set stages.write.sweep.seed=1..2 --set variables.bits=60",
        };
        string output = ProgramRun.Start(Products.Demo, [], environment).WaitForSuccess();
        string figure = run.At("demo/results/figure/0/figure.png");
        Assert.Equal($"demo: 13 tasks, 0 failed, figure at {figure}", output.TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(figure)[1..4]);
    }

    // /proc/cpuinfo names what the kernel lets programs use.
    private static bool IsBeyondThisMachine(string level) =>
        !File.ReadAllText("/proc/cpuinfo").Contains(level == "avx512" ? "avx512vl" : level, StringComparison.Ordinal);
}
