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
    public static Terminal? Find() => IsOurs() ? new Terminal() : null;

    /// <summary>Gives it to a process group, if it is ours to give.</summary>
    public void Give(int group)
    {
        if (group > 0 && IsOurs())
        {
            Set(group);
        }
    }

    /// <summary>Takes it back.</summary>
    public void Take() => Set(ProcessCalls.GroupOf(0));

    /// <summary>Stops this process with its command, as the shell that started it expects; returns when it goes on.</summary>
    public void Rest()
    {
        Take();
        _ = ProcessCalls.Kill(Environment.ProcessId, Signal.Stop);
    }

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
