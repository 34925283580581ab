using System.Runtime.InteropServices;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Watch;

/// <summary>Follows a symbolic link as long as it stays within the scratch directory.</summary>
internal static unsafe class LinkTarget
{
    private const int PathMax = 4096;

    /// <summary>Gives the path of the file that a link leads to; null when it leads outside, in a circle, or nowhere.</summary>
    public static string? Within(string root, string path)
    {
        string? home = Resolve(root);
        string? target = Resolve(path);
        return home is not null && target is not null && target.StartsWith(home + "/", StringComparison.Ordinal) ? target : null;
    }

    private static string? Resolve(string path)
    {
        byte* buffer = stackalloc byte[PathMax];
        return FileCalls.RealPath(path, buffer) == null ? null : Marshal.PtrToStringUTF8((nint)buffer);
    }
}
