using System.Globalization;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>Lowers the threads that ship: they get the processors and disks that the command leaves.</summary>
/// <remarks>
/// Uploads run on the runtime's pool, whose threads come and go, so they are looked for by name. An ordinary user cannot raise
/// a thread again, and a command inherits the priority of the thread that starts it: whatever must stay quick, above all the thread that
/// starts commands and those that pass their output on, is no thread of the pool.
/// </remarks>
internal sealed class LowPriority
{
    private const string Threads = "/proc/self/task";

    private readonly Dictionary<int, int> _lowered = [];
    private int _seen = -1;
    private int _class;

    /// <summary>Lowers what is new since the last call; cheap when nothing is.</summary>
    /// <param name="isUrgent">Whether disks are to be used although others want them.</param>
    public void Refresh(bool isUrgent)
    {
        int wanted = isUrgent ? PriorityCalls.LowestEffort : PriorityCalls.IdleClass;
        int threads = ThreadPool.ThreadCount;
        if (threads == _seen && wanted == _class)
        {
            return;
        }

        (_seen, _class) = (threads, wanted);
        try
        {
            foreach (string directory in Directory.EnumerateDirectories(Threads))
            {
                if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int thread)
                    && (!_lowered.TryGetValue(thread, out int has) || has != wanted)
                    && IsOurs(directory))
                {
                    Lower(thread, wanted);
                }
            }
        }
        catch (IOException)
        {
            // Threads end while they are listed; the next call sees the rest.
        }
    }

    private static bool IsOurs(string directory)
    {
        string name = File.Exists(directory + "/comm") ? File.ReadAllText(directory + "/comm") : "";
        return name.StartsWith(".NET TP", StringComparison.Ordinal)
            || name.StartsWith(".NET Sockets", StringComparison.Ordinal)
            || name.StartsWith("watch", StringComparison.Ordinal);
    }

    private void Lower(int thread, int priority)
    {
        if (!_lowered.ContainsKey(thread))
        {
            _ = PriorityCalls.SetNice(PriorityCalls.OfProcess, thread, PriorityCalls.LowestNice);
        }

        _ = PriorityCalls.SetInputOutput(thread, priority);
        _lowered[thread] = priority;
    }
}
