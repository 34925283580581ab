using System.Globalization;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Stage;

/// <summary>Clears away what runners left that were killed: their scratch directories, and commands that still compute in them for nobody.</summary>
internal static class Leftovers
{
    /// <summary>Looks once below a scratch root.</summary>
    public static void Clear(string root)
    {
        foreach (string directory in Directory.EnumerateDirectories(root))
        {
            string process = Path.GetExtension(directory);
            if (process.Length < 2 || !int.TryParse(process.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                || IsAlive(pid))
            {
                continue;
            }

            // The pid may be alive in another container that shares the directory; its lock is seen from everywhere.
            int descriptor = FileCalls.Open(directory, FileCalls.ReadOnly | FileCalls.Directory | FileCalls.CloseOnExec, 0);
            if (descriptor >= 0 && FileCalls.Lock(descriptor, FileCalls.LockExclusiveNow) == 0)
            {
                KillWorkersIn(directory);
                ScratchRemoval.Remove(directory);
            }

            _ = FileCalls.Close(descriptor);
        }
    }

    private static bool IsAlive(int pid) => ProcessCalls.Kill(pid, 0) == 0 || Errno.Last != Errno.NoProcess;

    private static void KillWorkersIn(string directory)
    {
        int own = ProcessCalls.GroupOf(0);
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                continue;
            }

            string? place = LinkOf(process + "/cwd");
            if (place is null || !(place + "/").StartsWith(directory + "/", StringComparison.Ordinal))
            {
                continue;
            }

            int group = ProcessCalls.GroupOf(pid);
            _ = ProcessCalls.Kill(group > 1 && group != own ? -group : pid, Signal.Kill);
        }
    }

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // another user's process, or one that has just ended
        }
    }
}
