using System.Diagnostics;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>The runner where the kernel tells it nothing of files: it looks instead, says so once, and loses nothing.</summary>
public sealed class BlindTests : IDisposable
{
    // Writes in every way there is, in directories too, and goes on when the store has what was written first.
    private const string Writer = """
        echo first > first.dat; mkdir -p a/b; echo aside > a/b/.tmp; mv a/b/.tmp a/b/renamed.dat
        until [ -e "$SEEN/first.dat.lz4" ] && [ -e "$SEEN/a/b/renamed.dat.lz4" ]; do sleep 0.05; done
        mkdir c; for i in 1 2 3 4 5 6 7 8 9; do echo $i > c/$i.dat; done
        echo last > a/b/last.dat
        """;

    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("echo 0 > /proc/sys/user/max_inotify_instances", "this user has no inotify instance left")]
    [InlineData("echo 1 > /proc/sys/user/max_inotify_watches", "the kernel has no inotify watches left")]
    public void Run_InotifyUsedUp_LooksSaysSoOnceAndLosesNothing(string limit, string told)
    {
        Assert.SkipUnless(IsPermitted(limit), "this machine does not let the test limit inotify in a user namespace");
        _bench.Through = ["unshare", "--user", "--map-root-user", "/bin/sh", "-c", limit + " && exec \"$@\"", "sh"];
        string seen = Path.Combine(_bench.Store, "camp/t/00/sim/0/a1");

        RunnerEnd end = _bench.Run(Orders.Script("", Writer, "**/*.dat"), ("SEEN", seen));

        Assert.Equal(0, end.ExitCode);
        Assert.Contains(told, Assert.Single(end.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        AttemptReport report = _bench.Accepted()!;
        Assert.Equal(
            ["a/b/last.dat", "a/b/renamed.dat", .. Enumerable.Range(1, 9).Select(i => $"c/{i}.dat"), "first.dat"],
            report.Files.Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.Equal("aside\n", _bench.Read(report.Files.Single(f => f.Name == "a/b/renamed.dat").Key));
    }

    private static bool IsPermitted(string limit)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("unshare", ["--user", "--map-root-user", "/bin/sh", "-c", limit]) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
