using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HtcFlow.Engine.Homes;

/// <summary>flock(2): .NET's own file locks are advisory record locks or share modes, neither of which another program can ask about.</summary>
internal static partial class NativeLock
{
    private const int Exclusive = 2;
    private const int NonBlocking = 4;

    public static bool TryLock(SafeFileHandle file)
    {
        bool added = false;
        try
        {
            file.DangerousAddRef(ref added);
            return Flock((int)file.DangerousGetHandle(), Exclusive | NonBlocking) == 0;
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Flock(int descriptor, int operation);
}
