using System.Diagnostics;
using System.Text;

namespace HtcFlow.Acceptance;

/// <summary>Kills processes of one campaign run with SIGKILL: those alone whose environment holds the run's own temporary directory.</summary>
internal sealed class Killer(string marker, Random dice)
{
    /// <summary>Kinds of processes that a campaign on this machine has: its engine, runners and simulations.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["htcflow", "htcflow-runner", "hamr-write"];

    /// <summary>Names of the victims, in order.</summary>
    public List<string> Victims { get; } = [];

    /// <summary>Kills one process whose name begins so.</summary>
    /// <returns>False when none of them runs.</returns>
    public bool KillOneOf(string kind)
    {
        List<int> candidates = [.. OwnProcesses().Where(p => p.Name.StartsWith(kind, StringComparison.Ordinal)
            && (kind != "htcflow" || p.Name == "htcflow")).Select(p => p.Id).Order()];
        bool isKilled = candidates.Count > 0 && Kill(candidates[dice.Next(candidates.Count)]);
        if (isKilled)
        {
            Victims.Add(kind);
        }

        return isKilled;
    }

    /// <summary>Kills one process of a randomly chosen kind; nothing when none of that kind runs.</summary>
    public void Strike() => KillOneOf(Kinds[dice.Next(Kinds.Count)]);

    /// <summary>Kills one process of a name.</summary>
    /// <returns>False when none of that name runs.</returns>
    public bool Kill(string name)
    {
        List<int> candidates = [.. OwnProcesses().Where(p => p.Name == name).Select(p => p.Id).Order()];
        return candidates.Count > 0 && Kill(candidates[dice.Next(candidates.Count)]);
    }

    /// <summary>Kills every process of the run.</summary>
    /// <returns>How many there were.</returns>
    public int KillAll() => OwnProcesses().ToList().Count(p => Kill(p.Id));

    /// <summary>Processes of the run that are alive, zombies left out.</summary>
    public IEnumerable<(int Id, string Name)> OwnProcesses()
    {
        // TMPDIR here; on a cluster that is the scheduler's, and runners are told by HTCFLOW_SCRATCH.
        byte[] wanted = Encoding.UTF8.GetBytes("=" + marker + "\0");
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out int id)
                && Read(directory + "/environ").AsSpan().IndexOf(wanted) >= 0)
            {
                string[] command = Encoding.UTF8.GetString(Read(directory + "/cmdline")).Split('\0');
                yield return (id, Path.GetFileName(command[0]));
            }
        }
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // It has ended meanwhile.
        }
    }

    private static bool Kill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
