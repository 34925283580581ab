namespace HtcFlow.Runner.Guard;

/// <summary>Finds the directory of a process's control group among the mounts that it can see.</summary>
internal static class GroupMounts
{
    /// <summary>Finds the directory in which a controller's files lie.</summary>
    /// <param name="root">Where <c>proc</c> and <c>sys</c> lie.</param>
    /// <param name="groups">Text of <c>/proc/self/cgroup</c>.</param>
    /// <param name="mounts">Text of <c>/proc/self/mountinfo</c>.</param>
    /// <param name="controller">Controller of version 1; empty for version 2.</param>
    /// <param name="file">A file that must be there; in the root group of version 2 it is not.</param>
    /// <param name="other">A further file that must be there.</param>
    /// <returns>The directory and its mount point; null when there is none.</returns>
    public static (string? Directory, string? Top) Locate(
        string root, string groups, string mounts, string controller, string file, string other)
    {
        if (PathOf(groups, controller) is not { } path)
        {
            return default;
        }

        foreach (string line in mounts.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int dash = line.IndexOf(" - ", StringComparison.Ordinal);
            string[] head = dash < 0 ? [] : line[..dash].Split(' ');
            string[] tail = dash < 0 ? [] : line[(dash + 3)..].Split(' ');
            if (head.Length < 5 || tail.Length < 3 || !IsFor(tail, controller))
            {
                continue;
            }

            // The mount shows a part of the tree: a container may see its own group as the top, whatever the path says.
            string top = Path.Combine(root, head[4].TrimStart('/'));
            string below = head[3] != "/" && path.StartsWith(head[3], StringComparison.Ordinal) ? path[head[3].Length..] : path;
            foreach (string candidate in (string[])[Path.Combine(top, below.TrimStart('/')).TrimEnd('/'), top])
            {
                if (File.Exists(Path.Combine(candidate, file)) && File.Exists(Path.Combine(candidate, other)))
                {
                    return (candidate, top);
                }
            }
        }

        return default;
    }

    private static bool IsFor(string[] tail, string controller) => controller.Length == 0
        ? tail[0] == "cgroup2"
        : tail[0] == "cgroup" && Array.IndexOf(tail[2].Split(','), controller) >= 0;

    /// <summary>Lines are <c>number:controllers:path</c>; that of version 2 has no controllers.</summary>
    private static string? PathOf(string groups, string controller)
    {
        foreach (string line in groups.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(':', 3);
            if (parts.Length == 3 && (controller.Length == 0 ? parts[1].Length == 0 : Array.IndexOf(parts[1].Split(','), controller) >= 0))
            {
                return parts[2];
            }
        }

        return null;
    }
}
