using System.Diagnostics;
using System.Globalization;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>Commands that behave badly.</summary>
public sealed class ZooTests : IDisposable
{
    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Daemon_ForkedTwice_EndsWithTheCommand()
    {
        RunnerEnd end = _bench.RunAlone(
            "--", "/bin/sh", "-c", "(setsid sh -c 'echo $$ > daemon; exec sleep 300' </dev/null >/dev/null 2>&1 &) ; until [ -s daemon ]; do sleep 0.02; done; exit 5");

        Assert.Equal(5, end.ExitCode);
        int daemon = int.Parse(File.ReadAllText(Path.Combine(_bench.Signs, "daemon")), CultureInfo.InvariantCulture);
        Assert.NotEqual(0, ProcessCalls.Kill(daemon, 0));
    }

    [Fact]
    public void TermIgnored_IsKilledAfterTheGrace()
    {
        using Process runner = _bench.StartAlone(
            ["--grace", "200ms", "--", "/bin/sh", "-c", "trap '' TERM INT; touch ready; while :; do sleep 0.02; done"]);
        _bench.WaitForSign("ready");

        Programs.Run("kill", "-TERM", runner.Id.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(ExitCode.TryAgain, RunnerBench.End(runner).ExitCode);
    }

    [Fact]
    public void Zombies_OfTheCommand_AreBuriedWhileItRuns()
    {
        // Each orphan ends at once and falls to the runner; the command sees in /proc that none of them stays.
        RunnerEnd end = _bench.RunAlone(
            "--", "/bin/sh", "-c", """
                for i in $(seq 100); do (sh -c 'exit 0' & exec true); done
                n=0
                while grep -l "^PPid:[[:space:]]*$PPID\$" /proc/[0-9]*/status 2>/dev/null | xargs -r grep -l '^State:[[:space:]]*Z' 2>/dev/null | grep -q .; do
                  n=$((n+1)); [ $n -lt 200 ] || exit 1; sleep 0.02
                done
                """);

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
    }

    [Fact]
    public void ClosedStreams_AreNoEnd()
    {
        RunnerEnd end = _bench.RunAlone("--store", _bench.Store, "--", "/bin/sh", "-c", "exec <&- >&- 2>&-; sleep 0.1; exit 6");

        Assert.Equal((6, ""), (end.ExitCode, end.Output));
    }

    [Fact]
    public void ManyMegabytes_ArePassedOnWholeAndKeptInParts()
    {
        RunnerEnd end = _bench.RunAlone(
            "--store", _bench.Store, "--name", "camp", "--stdout-limit", "64KiB", "--", "/bin/sh", "-c", "head -c 200000000 /dev/zero | tr '\\0' x");

        Assert.Equal((0, 200_000_000), (end.ExitCode, end.Output.Length));
        string kept = _bench.Read(StoreLayout.Task("camp", "run", 0) + "a1/.htcflow/stdout.lz4");
        Assert.Contains($"[htcflow: {200_000_000 - 65536} bytes in the middle were left out]", kept, StringComparison.Ordinal);
        Assert.InRange(kept.Length, 65536, 65536 + 100);
    }

    [Fact]
    public void BrokenBytes_OfArgumentsAndEnvironment_ArriveUnchanged()
    {
        string sign = Path.Combine(_bench.Signs, "bytes");
        Programs.Run(
            "sh", "-c", "B=$(printf 'a\\377\\303b'); ODD=$B \"$0\" -- sh -c 'printf %s \"$1$ODD\" > \"$2\"' sh \"$B\" \"$1\"", RunnerBench.Program, sign);

        byte[] odd = [(byte)'a', 0xFF, 0xC3, (byte)'b'];
        Assert.Equal([.. odd, .. odd], File.ReadAllBytes(sign));
    }

    [Fact]
    public void ArgumentsOnTheStore_KeepTheirDollarBraces()
    {
        RunnerEnd end = _bench.RunAlone("--store", _bench.Store, "--", "echo", "${task.index}", "$${x}", "${");

        Assert.Equal("${task.index} $${x} ${\n", end.Output);
    }
}
