namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>Files that changed while they were shipped: tried again soon at first, then ever more rarely.</summary>
internal sealed class RestlessFiles
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_firstAgain = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestAgain = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Dictionary<string, (int Count, long Since)> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _due = new(StringComparer.Ordinal);

    public RestlessFiles(TimeProvider time) => _time = time;

    /// <summary>Pause after the given version of a file was shipped: 10 s, doubled each time, at most 10 min. A log of an hour is shipped
    /// twelve times, one of a day 150 times.</summary>
    public static TimeSpan PauseAfter(int version) => Doubled(s_firstPause, version, s_longestPause);

    /// <summary>Notes that the upload of a file is, or was, in vain.</summary>
    public void Note(string name, bool inVain)
    {
        if (inVain && _due.Add(name))
        {
            _files[name] = (_files.GetValueOrDefault(name).Count + 1, _time.GetTimestamp());
        }
    }

    /// <summary>Forgets a file that was shipped as it is.</summary>
    public void Calm(string name)
    {
        _files.Remove(name);
        _due.Remove(name);
    }

    /// <summary>Says whether a file changed so often lately that it is better left alone for now.</summary>
    public bool IsTooSoon(string name) => _files.TryGetValue(name, out (int Count, long Since) file) && file.Count > 1
        && _time.GetElapsedTime(file.Since) < Doubled(s_firstAgain, file.Count - 1, s_longestAgain);

    /// <summary>Takes the names whose time has come.</summary>
    public List<string> TakeDue()
    {
        if (_due.Count == 0)
        {
            return [];
        }

        List<string> due = [.. _due.Where(n => !IsTooSoon(n))];
        due.ForEach(n => _due.Remove(n));
        return due;
    }

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest) =>
        times > 16 || first * (1 << (times - 1)) > longest ? longest : first * (1 << (times - 1));
}
