using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Check;

/// <summary>Finds the file system on which a directory lies.</summary>
internal static class Mounts
{
    /// <summary>Type of the file system, such as <c>ext4</c>.</summary>
    public static string TypeOf(string directory) => TypeOf(directory, KernelFile.Text("/proc/self/mountinfo"));

    /// <summary>The same from the text of mountinfo: the longest mount point that leads to the directory counts, of equal ones the last.</summary>
    public static string TypeOf(string directory, string mounts)
    {
        string type = "unknown";
        int longest = 0;
        foreach (string line in mounts.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] halves = line.Split(" - ", 2);
            string[] head = halves[0].Split(' ');
            if (halves.Length == 2 && head.Length > 4 && head[4].Length >= longest
                && (directory + "/").StartsWith(head[4].TrimEnd('/') + "/", StringComparison.Ordinal))
            {
                (type, longest) = (halves[1].Split(' ')[0], head[4].Length);
            }
        }

        return type;
    }
}
