using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Spawn;

namespace HtcFlow.Runner.Supervise;

/// <summary>The terminal from which the runner was started: its command gets it, and keys that stop or interrupt reach the command alone.</summary>
internal sealed unsafe class Terminal
{
    private const int Input = 0;

    private Terminal()
    {
    }

    /// <summary>The terminal, if standard input is one and this process is in its foreground; else null.</summary>
    /// <remarks>From then on this process writes from the background. Where <c>stty tostop</c> is set, the kernel sends whoever does that SIGTTOU,
    /// again and again, unless it is ignored. What is ignored before signals are listened to stays ignored (so the runtime has it).</remarks>
    public static Terminal? Find()
    {
        if (!IsOurs())
        {
            return null;
        }

        _ = ProcessCalls.SetDisposition(Signal.TerminalOutput, ProcessCalls.IgnoreSignal);
        return new Terminal();
    }

    /// <summary>Gives it to a process group, if it is ours to give.</summary>
    public void Give(int group)
    {
        if (group > 0 && IsOurs())
        {
            Set(group);
        }
    }

    /// <summary>Takes it back from a command that has ended: whoever started this process may want to read from it next.</summary>
    public void TakeFrom(int group)
    {
        if (ProcessCalls.TerminalGroup(Input) == group)
        {
            Set(ProcessCalls.GroupOf(0));
        }
    }

    /// <summary>Stops this process with its command, as the shell that started it expects; returns when it goes on.</summary>
    /// <param name="group">The command's group, which has stopped.</param>
    /// <param name="signal">What has stopped it.</param>
    public void Rest(int group, int signal)
    {
        if (!IsOrphan)
        {
            TakeFrom(group); // in the background it is not ours to take: the shell has it
            _ = ProcessCalls.Kill(Environment.ProcessId, Signal.Stop);
        }
        else if (signal != Signal.Stop)
        {
            // Nobody is there who could let it go on. The kernel ignores a terminal's stops in such a group, so without us it would not have stopped.
            Set(group);
            _ = ProcessCalls.Kill(-group, Signal.Continue);
        }
    }

    /// <summary>Whether no shell with job control has started this process: it is process 1 of a container, or stands in the group that opened
    /// the session.</summary>
    private static bool IsOrphan => ProcessCalls.GroupOf(0) == ProcessCalls.SessionOf(0);

    private static bool IsOurs() => ProcessCalls.TerminalGroup(Input) is > 0 and int group && group == ProcessCalls.GroupOf(0);

    /// <summary>Whoever sets it from the background is sent SIGTTOU, unless he has blocked it.</summary>
    private static void Set(int group)
    {
        byte* blocked = stackalloc byte[SpawnCalls.SignalSetBytes];
        byte* before = stackalloc byte[SpawnCalls.SignalSetBytes];
        _ = SpawnCalls.EmptySet(blocked);
        _ = SpawnCalls.AddToSet(blocked, Signal.TerminalOutput);
        _ = ProcessCalls.ThreadMask(ProcessCalls.BlockSignals, blocked, before);
        _ = ProcessCalls.SetTerminalGroup(Input, group);
        _ = ProcessCalls.ThreadMask(ProcessCalls.SetSignals, before, null);
    }
}
