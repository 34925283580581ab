using System.Globalization;
using System.Text;
using HtcFlow.Backends.Local.Native;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Local.Spooling;

/// <summary>The directory that holds the jobs; locked for as long as it is open, so two engines never start the same element.</summary>
internal sealed class Spool : IDisposable
{
    // 40 x 25 ms: a second is long for a process between fork and exec, and short for a person.
    private const int OwnerTries = 40;
    private const int OwnerPauseMilliseconds = 25;

    private readonly string _root;
    private readonly int _owner;

    private Spool(string root, int owner)
    {
        _root = root;
        _owner = owner;
    }

    /// <summary>Opens and locks a spool, and makes it when it is missing.</summary>
    internal static Spool Open(string directory)
    {
        string root = Path.GetFullPath(directory);
        LocalFault.Guard("open spool", root, () => Directory.CreateDirectory(
            root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        int owner = TakeOwner(Path.Combine(root, "owner"));
        if (owner == -Errno.TryAgain)
        {
            _ = ElementLock.Probe(Path.Combine(root, "owner"), out int pid);
            throw new FaultException(
                FaultKind.Broken, "open spool", root, $"process {pid} uses it; wait for that one to end, or choose another spool directory");
        }

        if (owner < 0)
        {
            throw LocalFault.Of(-owner, "open spool", root);
        }

        // Shorter numbers leave digits of a longer one behind the line end, where nobody reads them.
        _ = Descriptor.WriteFully(owner, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")));
        return new Spool(root, owner);
    }

    /// <summary>Whether a name can be a directory's.</summary>
    internal static bool IsUsable(JobName name) =>
        name.Value.Length is > 0 and <= 200
        && name.Value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && name.Value[0] != '.';

    /// <summary>The folder of a job, there or not.</summary>
    internal JobFolder FolderOf(JobName name) => new(Path.Combine(_root, name.Value));

    /// <summary>Reads every job in order of submission; folders of submissions that never came to be are removed.</summary>
    internal IReadOnlyList<SpooledJob> Load() => LocalFault.Guard("read spool", _root, () =>
    {
        var jobs = new List<SpooledJob>();
        foreach (string path in Directory.EnumerateDirectories(_root))
        {
            var folder = new JobFolder(path);
            SpooledJob? job = folder.Read();
            if (job is not null && job.Name.Value == Path.GetFileName(path))
            {
                jobs.Add(job);
            }
            else if (job is null)
            {
                folder.RemoveLeftover();
            }
        }

        jobs.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        return jobs;
    });

    // An engine that is killed while it starts a runner leaves a child that holds a copy of every descriptor until it
    // executes the runner: for a moment the lock of a dead engine looks taken.
    private static unsafe int TakeOwner(string path)
    {
        int owner = ElementLock.Take(path);
        for (int i = 0; i < OwnerTries && owner == -Errno.TryAgain; i++)
        {
            _ = LibC.Poll(null, 0, OwnerPauseMilliseconds);
            owner = ElementLock.Take(path);
        }

        return owner;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = LibC.Close(_owner);
}
