namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>Files that still had a writer when an event told of them: looked at again a few times within a second, before the next look at everything.</summary>
/// <remarks>The kernel tells of a close before the closer ceases to count as a writer (<c>__fput</c> notifies first), so who looks at once may be
/// too early by microseconds. A file that is truly being written is left to its own close and to the looks at everything.</remarks>
internal sealed class ClosingFiles
{
    // 2, 4, 8 ... 512 ms: a second in all.
    private const int Tries = 9;
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(2);

    private readonly TimeProvider _time;
    private readonly Dictionary<string, int> _tries = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _due = new();

    public ClosingFiles(TimeProvider time) => _time = time;

    /// <summary>Time until the next file is due; null when none is.</summary>
    public TimeSpan? Next
    {
        get
        {
            long now = _time.GetTimestamp();
            return _due.TryPeek(out _, out long due) ? _time.GetElapsedTime(now, Math.Max(now, due)) : null;
        }
    }

    /// <summary>Notes that a file has a writer.</summary>
    public void Note(string name)
    {
        int tried = _tries.GetValueOrDefault(name);
        if (tried == Tries)
        {
            _tries.Remove(name);
            return;
        }

        _tries[name] = tried + 1;
        _due.Enqueue(name, _time.GetTimestamp() + (long)(s_first.TotalSeconds * (1 << tried) * _time.TimestampFrequency));
    }

    /// <summary>Forgets how often a file was tried.</summary>
    public void Forget(string name) => _tries.Remove(name);

    /// <summary>Takes the names whose time has come.</summary>
    public List<string> TakeDue()
    {
        List<string> due = [];
        long now = _time.GetTimestamp();
        while (_due.TryPeek(out string? name, out long at) && at <= now)
        {
            _due.Dequeue();
            if (_tries.ContainsKey(name))
            {
                due.Add(name);
            }
        }

        return due;
    }
}
