using HtcFlow.Cli.Output;

namespace HtcFlow.Cli.Machine;

/// <summary>Looks at the kernel's limits.</summary>
internal static class KernelCheck
{
    // Every runner takes one instance, and the limit is for all processes of a user on a host.
    private const long EnoughInstances = 512;
    private const long EnoughWatches = 65_536;
    private const long EnoughFiles = 1024;

    /// <summary>inotify instances.</summary>
    public static Finding WatchInstances() => Limit(
        "inotify instances", "/proc/sys/fs/inotify/max_user_instances", EnoughInstances,
        "sysctl -w fs.inotify.max_user_instances=1024   (runners scan instead when none is left)");

    /// <summary>inotify watches.</summary>
    public static Finding WatchedDirectories() => Limit(
        "inotify watches", "/proc/sys/fs/inotify/max_user_watches", EnoughWatches, "sysctl -w fs.inotify.max_user_watches=524288");

    /// <summary>Open files of this process.</summary>
    public static Finding OpenFiles()
    {
        string? line = File.Exists("/proc/self/limits")
            ? File.ReadLines("/proc/self/limits").FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal))
            : null;
        string[] words = (line ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isKnown = words.Length > 3 && long.TryParse(words[3], out _);
        long limit = isKnown ? long.Parse(words[3]) : long.MaxValue;
        return Finding.If(
            limit >= EnoughFiles, "open files", isKnown ? Amounts.Number(limit) : "unlimited", Finding.Advice, "ulimit -n 4096");
    }

    private static Finding Limit(string name, string path, long enough, string remedy)
    {
        long limit = MachineReport.NumberIn(path);
        return limit < 0
            ? new Finding(name, Finding.Advice, $"{path} cannot be read; runners scan for files instead", "mount /proc, or use a kernel with inotify")
            : Finding.If(limit >= enough, name, Amounts.Number(limit), Finding.Advice, remedy);
    }
}
