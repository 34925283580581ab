using HtcFlow.Core.Ports;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Stage;

/// <summary>Hands out scratch directories, one at a time.</summary>
/// <remarks>A directory that a task left empty goes to the next one under a new name: on ext4 an inode made soon after others were
/// deleted costs a search through those (a third of the runner's time in a pack of trivial tasks). A lock on the directory proves
/// its runner alive also across process namespaces, where process ids mean nothing.</remarks>
internal sealed class ScratchDesk : IDisposable
{
    private const uint OwnerOnly = 0x1C0; // 0700

    private readonly string _root;
    private string _spare = "";
    private int _lock = -1;

    /// <summary>Creates a desk below a scratch root.</summary>
    public ScratchDesk(string root) => _root = root;

    /// <summary>Makes a directory of the given name, empty but for the runner's own corner.</summary>
    /// <exception cref="FaultException">It cannot be made.</exception>
    public Scratch Take(string name)
    {
        string path = _root + "/" + name;
        if (_spare.Length > 0 && FileCalls.Rename(_spare, path) == 0)
        {
            _spare = "";
            return new Scratch(this, path);
        }

        if (FileCalls.MakeDirectory(path, OwnerOnly) != 0)
        {
            throw new FaultException(
                FaultKind.Broken, "make scratch directory", path, Errno.Text(Errno.Last) + "; free some space or set HTCFLOW_SCRATCH");
        }

        _lock = FileCalls.Open(path, FileCalls.ReadOnly | FileCalls.Directory | FileCalls.CloseOnExec, 0);
        _ = FileCalls.Lock(_lock, FileCalls.LockExclusiveNow);
        _ = FileCalls.MakeDirectory(path + "/" + Scanner.Own, OwnerOnly);
        return new Scratch(this, path);
    }

    /// <summary>Removes the spare directory.</summary>
    public void Dispose()
    {
        if (_spare.Length > 0)
        {
            Remove(_spare);
            _spare = "";
        }
    }

    /// <summary>Keeps a directory for the next task if this one left nothing in it, else removes it.</summary>
    internal void Clear(string directory)
    {
        if (IsAsNew(directory))
        {
            _spare = directory;
        }
        else
        {
            Remove(directory);
        }
    }

    private static bool IsAsNew(string directory)
    {
        string own = directory + "/" + Scanner.Own;
        return IsPrivateDirectory(directory)
            && IsPrivateDirectory(own)
            && Directory.EnumerateFileSystemEntries(directory).All(e => e.EndsWith("/" + Scanner.Own, StringComparison.Ordinal))
            && !Directory.EnumerateFileSystemEntries(own).Any();
    }

    private static bool IsPrivateDirectory(string path) =>
        FileStatus.Of(path) is { IsDirectory: true, Permissions: (int)OwnerOnly };

    private void Remove(string directory)
    {
        ScratchRemoval.Remove(directory);
        _ = FileCalls.Close(_lock);
        _lock = -1;
    }
}
