using System.Globalization;
using System.Text;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Clusters;

/// <summary>Remembers on disk what was sent to a cluster: each array before it is sent, its number afterwards, and hosts that were switched off.</summary>
/// <remarks>
/// Lines: <c>ask NAME ELEMENTS MARK</c>, <c>job NAME NUMBER</c>, <c>gone NAME</c>, <c>off HOST</c>, <c>on HOST</c>; a last one without its end
/// was torn by a crash. Without the file nothing is lost but the exit codes of what ended unseen: the queue knows jobs by name.
/// </remarks>
internal sealed class ArrayBook : IDisposable
{
    private readonly FileStream _file;
    private readonly Dictionary<JobName, TrackedArray> _arrays = [];
    private readonly SortedSet<string> _disabled = new(StringComparer.Ordinal);

    private ArrayBook(FileStream file) => _file = file;

    /// <summary>All arrays that were not forgotten.</summary>
    internal IReadOnlyCollection<TrackedArray> Arrays => _arrays.Values;

    /// <summary>Hosts that were switched off by us.</summary>
    internal IReadOnlyCollection<string> Disabled => _disabled;

    /// <summary>Opens the book of a scheduler in a directory, and makes both when they are missing.</summary>
    /// <exception cref="FaultException">It cannot be read or written, or another process uses it.</exception>
    internal static ArrayBook Open(string directory, string scheduler)
    {
        string path = Path.Combine(Path.GetFullPath(directory), scheduler + ".book");
        return Guard(path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var book = new ArrayBook(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            book.Load();
            return book;
        });
    }

    /// <summary>Finds an array.</summary>
    internal TrackedArray? Find(JobName name) => _arrays.GetValueOrDefault(name);

    /// <summary>An array is about to be sent.</summary>
    internal TrackedArray OnAsked(JobName name, int elements, long mark)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"ask {name.Value} {elements} {mark}"));
        return _arrays[name] = new TrackedArray(name, elements, mark);
    }

    /// <summary>The scheduler gave an array its number.</summary>
    internal void OnSubmitted(TrackedArray array, string job)
    {
        Write($"job {array.Name.Value} {job}");
        array.Job = job;
    }

    /// <summary>An array was refused or forgotten.</summary>
    internal void OnGone(JobName name)
    {
        if (_arrays.Remove(name))
        {
            Write($"gone {name.Value}");
        }
    }

    /// <summary>A host was switched off, or on again.</summary>
    internal void OnSwitched(string host, bool isDisabled)
    {
        Write($"{(isDisabled ? "off" : "on")} {host}");
        Switch(host, isDisabled);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FaultException(FaultKind.Denied, "open book of arrays", path, "give this user access or choose another directory", e);
        }
        catch (IOException e)
        {
            throw new FaultException(FaultKind.Broken, "write book of arrays", path, e.Message + "; free some space, or end the process that uses it", e);
        }
    }

    private void Switch(string host, bool isDisabled)
    {
        if (isDisabled)
        {
            _disabled.Add(host);
        }
        else
        {
            _disabled.Remove(host);
        }
    }

    private void Load()
    {
        using var reader = new StreamReader(_file, Encoding.UTF8, leaveOpen: true);
        string text = reader.ReadToEnd();
        string whole = text[..(text.LastIndexOf('\n') + 1)];
        foreach (string line in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Apply(line.Split(' '));
        }

        // What was torn is cut off, so that the next line begins a line.
        _file.SetLength(Encoding.UTF8.GetByteCount(whole));
        _file.Seek(0, SeekOrigin.End);
    }

    private void Apply(string[] words)
    {
        var name = new JobName(words.Length > 1 ? words[1] : "");
        switch (words)
        {
            case ["ask", _, var elements, var offset]
                when int.TryParse(elements, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                    && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out long from):
                _arrays[name] = new TrackedArray(name, count, from);
                break;
            case ["job", _, var job] when _arrays.TryGetValue(name, out TrackedArray? array):
                array.Job = job;
                break;
            case ["gone", _]:
                _arrays.Remove(name);
                break;
            case ["off" or "on", var host]:
                Switch(host, words[0] == "off");
                break;
        }
    }

    private void Write(string line) => Guard(_file.Name, () =>
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush();
        return 0;
    });
}
