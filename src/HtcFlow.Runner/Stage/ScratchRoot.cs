using System.Globalization;
using HtcFlow.Core.Ports;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Stage;

/// <summary>The user's directory below which scratch directories are made.</summary>
internal static class ScratchRoot
{
    /// <summary>Where scratch in memory lies.</summary>
    public const string Memory = "/dev/shm";

    private const uint OwnerOnly = 0x1C0; // 0700

    /// <summary>Makes the root where it is missing.</summary>
    /// <exception cref="FaultException">It cannot be made, or somebody else owns what stands in its place.</exception>
    public static string Ensure(string directory)
    {
        uint user = ProcessCalls.UserId();
        string root = Path.Combine(directory, "htcflow-" + user.ToString(CultureInfo.InvariantCulture));
        if (FileCalls.MakeDirectory(root, OwnerOnly) != 0 && Errno.Last != Errno.Exists)
        {
            throw new FaultException(
                FaultKind.Broken, "make scratch directory", root, Errno.Text(Errno.Last) + "; set HTCFLOW_SCRATCH to a writable directory");
        }

        // In a directory that everybody may write to, somebody may have come first, with a link to wherever he likes.
        return FileStatus.Of(root) is { IsDirectory: true } status && status.Owner == user
            ? root
            : throw new FaultException(
                FaultKind.Denied, "use scratch directory", root, "it is not a directory of this user; remove it or set HTCFLOW_SCRATCH");
    }
}
