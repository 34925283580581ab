using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Watch;

/// <summary>The runner's one inotify instance: instances are few (128 a user and host), watches are many.</summary>
/// <remarks>Where none is left, or the kernel runs out of watches, <see cref="IsBlind"/> says so and looking regularly has to do.</remarks>
internal sealed unsafe class DirectoryWatch
{
    private const int BufferBytes = 64 * 1024;

    private readonly int _instance;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly Dictionary<int, string> _directories = [];
    private readonly List<WatchEvent> _events = [];
    private string _root = "";
    private bool _isBlind;

    /// <summary>Opens an instance.</summary>
    /// <param name="disabled">Whether to do without, for file systems whose events are known to be useless.</param>
    public DirectoryWatch(bool disabled = false)
    {
        _instance = disabled ? -1 : EventCalls.WatchInstance(EventCalls.CloseOnExec | EventCalls.NonBlocking);
        _isBlind = _instance < 0;
        Problem = disabled || !_isBlind
            ? null
            : $"this user has no inotify instance left ({Errno.Text(Errno.Last)}), so files are found by looking every second; "
                + "raise fs.inotify.max_user_instances on the host, for example to 8192";
    }

    /// <summary>Why events cannot be relied on and what to do about it, one line; null as long as they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Descriptor that becomes readable when something happened; negative without an instance.</summary>
    public int Descriptor => _instance;

    /// <summary>Whether events cannot be relied on at all.</summary>
    public bool IsBlind => _isBlind;

    /// <summary>Turns to another scratch directory; watches on the last one ended with it, late events of theirs are ignored.</summary>
    public void Turn(string root)
    {
        _root = root;
        _directories.Clear();
        _isBlind = _instance < 0;
    }

    /// <summary>Watches a directory, relative to the scratch directory; watching it again changes nothing.</summary>
    public void Add(string directory)
    {
        if (_instance < 0)
        {
            return;
        }

        int watch = EventCalls.AddWatch(_instance, Path.Combine(_root, directory), WatchEvent.Wanted);
        if (watch >= 0)
        {
            _directories[watch] = directory;
        }
        else if (Errno.Last is not (Errno.NoEntry or Errno.NotDirectory))
        {
            Problem ??= Errno.Last == Errno.NoSpace
                ? "the kernel has no inotify watches left, so files are found by looking every second; "
                    + "raise fs.inotify.max_user_watches on the host, or write into fewer directories"
                : $"'{directory}' cannot be watched ({Errno.Text(Errno.Last)}), so files are found by looking every second";
            _isBlind = true;
        }
    }

    /// <summary>Reads what has happened.</summary>
    /// <param name="names">Receives the relative paths of files that may be finished.</param>
    /// <param name="directories">Receives the relative paths of directories that appeared; they have to be looked into.</param>
    /// <returns>Whether that does not tell all: the queue ran over.</returns>
    public bool Read(HashSet<string> names, HashSet<string> directories)
    {
        bool rescan = false;
        while (_instance >= 0)
        {
            int length;
            fixed (byte* buffer = _buffer)
            {
                length = (int)FileCalls.Read(_instance, buffer, BufferBytes);
            }

            if (length <= 0)
            {
                break;
            }

            _events.Clear();
            WatchEvents.Parse(_buffer.AsSpan(0, length), _events);
            foreach (WatchEvent e in _events)
            {
                rescan |= (e.Mask & WatchEvent.Overflow) != 0;
                if (_directories.TryGetValue(e.Watch, out string? directory))
                {
                    if ((e.Mask & WatchEvent.Ignored) != 0)
                    {
                        _directories.Remove(e.Watch);
                    }
                    else if (e.IsFile || e.IsNewDirectory)
                    {
                        (e.IsFile ? names : directories).Add(directory.Length == 0 ? e.Name : directory + "/" + e.Name);
                    }
                }
            }
        }

        return rescan;
    }
}
