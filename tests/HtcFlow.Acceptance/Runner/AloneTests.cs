using System.Diagnostics;
using HtcFlow.Testing;

namespace HtcFlow.Acceptance.Runner;

/// <summary>The published runner in front of commands, as a container's entry point uses it.</summary>
public sealed class AloneTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly TempDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Run_All256ExitCodes_ArePassedOn()
    {
        ProgramRun run = ProgramRun.Start(
            "/bin/sh", ["-c", "for i in $(seq 0 255); do \"$0\" -- /bin/sh -c \"exit $i\" 2>/dev/null; [ $? = $i ] || echo \"$i gave $?\"; done", Products.Runner]);

        Assert.Equal("", run.WaitForSuccess());
    }

    [Fact]
    public void Run_EverySignal_KillsTheCommandWithTheCodeOfAShell()
    {
        // SIGKILL to SIGSEGV and the like: what kills the command by default; stopping and ignored ones do not end it.
        ProgramRun run = ProgramRun.Start(
            "/bin/sh",
            [
                "-c",
                "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 24 25 26 27 29 30 31; do \"$0\" -- /bin/sh -c \"kill -$i \\$\\$\" 2>/dev/null; "
                + "[ $? = $((128 + i)) ] || echo \"$i gave $?\"; done",
                Products.Runner,
            ]);

        Assert.Equal("", run.WaitForSuccess());
    }

    [Fact]
    public void Run_AddressSpaceLimitedAsByGridEngine_StillShips()
    {
        // 768 MiB, what the runner is granted on top of a task's memory.
        ProgramRun run = ProgramRun.Start(
            "/bin/sh",
            [
                "-c",
                "ulimit -v 786432; for i in $(seq 10); do \"$0\" --store \"$1\" --index $i --output a.dat -- /bin/sh -c 'head -c 20000000 /dev/urandom > a.dat' "
                + "|| echo \"$i gave $?\"; done",
                Products.Runner,
                _root.At("store"),
            ],
            new Dictionary<string, string>
            {
                ["HTCFLOW_SCRATCH"] = Directory.CreateDirectory(_root.At("scratch")).FullName,
                ["DOTNET_GCRegionRange"] = "20000000", // 512 MiB: as the script of the backend says
            });

        Assert.Equal("", run.WaitForSuccess());
    }

    [Fact]
    public void Run_NobodyReadsTheOutput_TheCommandEndsAndAllIsKept()
    {
        var start = new ProcessStartInfo(
            Products.Runner, ["--store", _root.At("store"), "--", "/bin/sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x"])
        { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["HTCFLOW_SCRATCH"] = Directory.CreateDirectory(_root.At("scratch")).FullName;
        using Process process = Process.Start(start)!;

        Assert.True(process.WaitForExit(s_patience), "the runner waits for a reader for ever");
        Assert.Equal(0, process.ExitCode);
        Assert.Contains(_root.Files(), f => f.EndsWith("a1/.htcflow/stdout.lz4", StringComparison.Ordinal));
    }
}
