using System.Diagnostics;
using System.Globalization;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>The runner on a terminal, between a shell with job control and a command: <c>script</c> makes the terminal, what the test writes to it are keys.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string StopKey = "\u001a";
    private const string InterruptKey = "\u0003";

    private readonly RunnerBench _bench = new();

    public TerminalTests() => Assert.SkipUnless(File.Exists("/usr/bin/script") && File.Exists("/bin/bash"), "needs script and bash");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void StopKey_UnderAShell_StopsBothAndForegroundLetsBothGoOn()
    {
        using Process terminal = Open(
            """
            set -m
            "$RUNNER" -- /bin/sh -c 'touch "$SIGNS/ready"; read line; echo "got $line"; exit 7'
            echo "stopped $?"; touch "$SIGNS/stopped"
            fg; echo "ended $?"
            """);
        _bench.WaitForSign("ready");

        Press(terminal, StopKey);
        _bench.WaitForSign("stopped");
        Press(terminal, "hello\n");

        string screen = End(terminal);
        Assert.Contains("stopped 147", screen); // 128 + SIGSTOP, as the shell tells it
        Assert.Contains("got hello", screen);
        Assert.Contains("ended 7", screen);
    }

    [Fact]
    public void StopKey_InTheBackground_CommandThatReadsStopsUntilItIsBroughtForward()
    {
        // Waits at a pipe rather than in a loop: a child that is stopped between vfork and exec keeps its shell from ever stopping.
        using Process terminal = Open(
            """
            set -m; mkfifo "$SIGNS/go"
            "$RUNNER" -- /bin/sh -c 'touch "$SIGNS/ready"; read go < "$SIGNS/go"; read line; echo "got $line"'
            bg; echo > "$SIGNS/go"
            wait %1; echo "waited $?"; touch "$SIGNS/waited"
            fg; echo "ended $?"
            """);
        _bench.WaitForSign("ready");

        Press(terminal, StopKey);
        _bench.WaitForSign("waited");
        Press(terminal, "hello\n");

        string screen = End(terminal);
        Assert.Contains("got hello", screen);
        Assert.Contains("ended 0", screen);
    }

    [Fact]
    public void StopKey_WithoutAShell_IsIgnoredAsByAnyProcess1()
    {
        using Process terminal = Open("exec \"$RUNNER\" -- /bin/sh -c 'touch \"$SIGNS/ready\"; read line; echo \"got $line\"; touch \"$SIGNS/read\"; read line; echo \"then $line\"'");
        _bench.WaitForSign("ready");

        Press(terminal, StopKey + "hello\n");
        _bench.WaitForSign("read");
        Press(terminal, StopKey + "world\n");

        string screen = End(terminal);
        Assert.Contains("got hello", screen);
        Assert.Contains("then world", screen);
    }

    [Fact]
    public void InterruptKey_ReachesTheCommandAlone()
    {
        using Process terminal = Open(
            """
            set -m
            "$RUNNER" -- /bin/sh -c 'trap "echo interrupted; exit 5" INT; touch "$SIGNS/ready"; while :; do sleep 0.02; done'
            echo "ended $?"
            """);
        _bench.WaitForSign("ready");

        Press(terminal, InterruptKey);

        string screen = End(terminal);
        Assert.Contains("interrupted", screen);
        Assert.Contains("ended 5", screen); // not 75: the runner was not told to stop
    }

    [Fact]
    public void End_InAScript_GivesTheTerminalBack()
    {
        using Process terminal = Open(
            """
            set -m
            /bin/sh -c '"$RUNNER" -- true; touch "$SIGNS/ready"; read line; echo "got $line"'
            echo "ended $?"
            """);
        _bench.WaitForSign("ready");

        Press(terminal, "hello\n");

        string screen = End(terminal);
        Assert.Contains("got hello", screen);
        Assert.Contains("ended 0", screen);
    }

    [Fact]
    public void Write_FromTheBackgroundOfATerminalThatStopsWriters_ComesThrough()
    {
        using Process terminal = Open(
            """
            set -m; stty tostop
            "$RUNNER" --store "$STORE" --name x --output a -- /bin/sh -c 'echo one; touch "$SIGNS/ready"; read line; echo "got $line"; echo a > a'
            echo "ended $?"
            """);
        _bench.WaitForSign("ready");

        Press(terminal, "hello\n");

        string screen = End(terminal);
        Assert.Contains("got hello", screen);
        Assert.Contains("ended 0", screen);
    }

    [Fact]
    public void Hangup_IgnoredWhenTheRunnerStarted_DoesNotReachTheCommand()
    {
        _bench.Through = ["nohup"];
        using Process runner = _bench.StartAlone(["--", "/bin/sh", "-c", "touch ready; until [ -e go ]; do sleep 0.02; done; exit 6"]);
        _bench.WaitForSign("ready");

        Programs.Run("kill", "-HUP", runner.Id.ToString(CultureInfo.InvariantCulture));
        Programs.Run("kill", "-WINCH", runner.Id.ToString(CultureInfo.InvariantCulture)); // handled after it
        File.WriteAllText(Path.Combine(_bench.Signs, "go"), "");

        Assert.Equal(6, RunnerBench.End(runner).ExitCode);
    }

    private Process Open(string shell)
    {
        string path = Path.Combine(_bench.Signs, "shell");
        File.WriteAllText(path, shell);
        var start = new ProcessStartInfo("script", ["--quiet", "--command", $"exec /bin/bash {path}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["RUNNER"] = RunnerBench.Program;
        start.Environment["SIGNS"] = _bench.Signs;
        start.Environment["STORE"] = _bench.Store;
        start.Environment[RunnerEnvironment.Scratch] = _bench.Scratch;
        return Process.Start(start)!;
    }

    private static void Press(Process terminal, string keys)
    {
        terminal.StandardInput.Write(keys);
        terminal.StandardInput.Flush();
    }

    /// <summary>What stands on the screen when all is over.</summary>
    private static string End(Process terminal)
    {
        string screen = terminal.StandardOutput.ReadToEnd();
        terminal.WaitForExit();
        return screen;
    }
}
