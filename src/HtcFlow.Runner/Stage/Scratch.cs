using HtcFlow.Core.Ports;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Supervise;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Stage;

/// <summary>The private working directory of one attempt; gone when disposed, whatever lies in it.</summary>
/// <remarks>A lock on the directory proves its runner alive also across process namespaces, where process ids mean nothing.</remarks>
internal sealed class Scratch : IDisposable
{
    private const uint OwnerOnly = 0x1C0; // 0700

    private readonly int _lock;

    private Scratch(string path, int descriptor)
    {
        Directory = path;
        _lock = descriptor;
    }

    /// <summary>Absolute path.</summary>
    public string Directory { get; }

    /// <summary>Makes the directory and the runner's corner in it.</summary>
    /// <exception cref="FaultException">It cannot be made.</exception>
    public static Scratch Create(string root, string name)
    {
        string path = root + "/" + name;
        if (FileCalls.MakeDirectory(path, OwnerOnly) != 0)
        {
            throw new FaultException(
                FaultKind.Broken, "make scratch directory", path, Errno.Text(Errno.Last) + "; free some space or set HTCFLOW_SCRATCH");
        }

        int descriptor = FileCalls.Open(path, FileCalls.ReadOnly | FileCalls.Directory | FileCalls.CloseOnExec, 0);
        _ = FileCalls.Lock(descriptor, FileCalls.LockExclusiveNow);
        _ = FileCalls.MakeDirectory(path + "/" + Scanner.Own, OwnerOnly);
        return new Scratch(path, descriptor);
    }

    public void Dispose()
    {
        // The usual case of an empty directory costs four calls and no listing.
        _ = FileCalls.Unlink(Directory + "/" + SpawnPlan.StandardOutput);
        _ = FileCalls.Unlink(Directory + "/" + SpawnPlan.StandardError);
        _ = FileCalls.RemoveDirectory(Directory + "/" + Scanner.Own);
        if (FileCalls.RemoveDirectory(Directory) != 0)
        {
            ScratchRemoval.Remove(Directory);
        }

        _ = FileCalls.Close(_lock);
    }
}
