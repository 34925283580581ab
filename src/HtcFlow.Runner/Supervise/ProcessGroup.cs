using System.Globalization;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Supervise;

/// <summary>Knows the processes of a command, and ends what it left behind: the rest of its group, and daemons that fled from it.</summary>
internal static class ProcessGroup
{
    /// <summary>Wait for leftovers to end by themselves, and again for killed ones to be gone.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Killed processes are gone when they get a processor; those in the middle of a slow disk's work later.</summary>
    private static readonly TimeSpan s_death = TimeSpan.FromSeconds(10);

    /// <summary>A group's end rings no bell, so it is looked for; leftovers are rare and 5 ms are nothing to them.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits briefly, then kills; returns when nothing is left or killing did not help.</summary>
    public static void End(int group, TimeProvider time, Bell bell)
    {
        if (IsGone(group) && !HasChildren())
        {
            return;
        }

        if (!WaitUntil(() => IsGone(group), time, bell))
        {
            _ = ProcessCalls.Kill(-group, Signal.Kill);
            WaitUntil(() => IsGone(group), time, bell);
        }

        // What daemonised has a group of its own but came to us, the subreaper, and so do children of the killed, one after the other.
        long start = time.GetTimestamp();
        while (HasChildren() && time.GetElapsedTime(start) < s_death)
        {
            foreach (int child in Children())
            {
                _ = ProcessCalls.Kill(child, Signal.Kill);
            }

            bell.Wait(s_look);
        }
    }

    /// <summary>Process numbers of a group, as far as they can be seen.</summary>
    public static IEnumerable<int> Members(int group)
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && ProcessCalls.GroupOf(pid) == group)
            {
                yield return pid;
            }
        }
    }

    /// <summary>What the kernel tells of a process; empty when it is gone or hidden.</summary>
    public static string Status(int pid) => KernelFile.Text(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status"));

    private static bool IsGone(int group) => ProcessCalls.Kill(-group, 0) != 0 && Errno.Last == Errno.NoProcess;

    private static unsafe bool HasChildren()
    {
        byte* information = stackalloc byte[128]; // siginfo_t
        const int Peek = ProcessCalls.Exited | ProcessCalls.DoNotHang | ProcessCalls.DoNotReap;
        return ProcessCalls.WaitId(ProcessCalls.AllChildren, 0, information, Peek) == 0;
    }

    private static bool WaitUntil(Func<bool> condition, TimeProvider time, Bell bell)
    {
        long start = time.GetTimestamp();
        while (!condition())
        {
            if (time.GetElapsedTime(start) > s_patience)
            {
                return false;
            }

            bell.Wait(s_look);
        }

        return true;
    }

    /// <summary>Reads the children of all threads of this process; empty where the kernel does not list them.</summary>
    private static List<int> Children()
    {
        var children = new List<int>();
        foreach (string thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            foreach (string pid in KernelFile.Text(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                children.Add(int.Parse(pid, CultureInfo.InvariantCulture));
            }
        }

        return children;
    }
}
