using HtcFlow.Cli.Output;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Machine;

/// <summary>Looks for room on disks and in memory.</summary>
internal static class SpaceCheck
{
    // A journal of a million tasks takes about 100 MB.
    private const long EnoughForJournals = 1L << 30;
    private const long EnoughForScratch = 4L << 30;
    private const long EnoughForMemory = 64L << 20;

    /// <summary>The data directory.</summary>
    public static Finding Home(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            string probe = Path.Combine(root, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding("home", Finding.Missing, $"{root} cannot be written: {e.Message}", "set HTCFLOW_HOME to a directory that you own");
        }

        return Room("home", root, EnoughForJournals, Finding.Advice, "free some space, or set HTCFLOW_HOME to a directory on another disk");
    }

    /// <summary>Where tasks work.</summary>
    public static Finding Scratch(Func<string, string?> environment)
    {
        string scratch = environment(RunnerEnvironment.Scratch) ?? environment("TMPDIR") ?? Path.GetTempPath();
        return Directory.Exists(scratch)
            ? Room("scratch", scratch, EnoughForScratch, Finding.Advice, $"free some space, or set {RunnerEnvironment.Scratch} to a directory on another disk")
            : new Finding("scratch", Finding.Missing, $"{scratch} does not exist", $"mkdir -p {scratch}");
    }

    /// <summary>Scratch in memory.</summary>
    public static Finding Memory() => Directory.Exists("/dev/shm")
        ? Room("memory scratch", "/dev/shm", EnoughForMemory, Finding.Advice, "mount -o remount,size=50% /dev/shm   (docker run --shm-size=...)")
        : new Finding("memory scratch", Finding.Advice, "/dev/shm does not exist", "mount -t tmpfs tmpfs /dev/shm");

    private static Finding Room(string name, string directory, long enough, string otherwise, string remedy)
    {
        try
        {
            long free = new DriveInfo(directory).AvailableFreeSpace;
            return Finding.If(free >= enough, name, $"{directory}, {Amounts.Size(free)} free", otherwise, remedy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(name, Finding.Advice, $"{directory}: {e.Message}", remedy);
        }
    }
}
