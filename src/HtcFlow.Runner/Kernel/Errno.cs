using System.Runtime.InteropServices;

namespace HtcFlow.Runner.Kernel;

/// <summary>Linux error numbers that the runner tells apart.</summary>
internal static class Errno
{
    public const int NoEntry = 2;
    public const int NoProcess = 3;
    public const int Interrupted = 4;
    public const int NotExecutable = 8;
    public const int NoChild = 10;
    public const int TryAgain = 11;
    public const int Denied = 13;
    public const int Exists = 17;
    public const int NotDirectory = 20;
    public const int NoSpace = 28;

    /// <summary>Error number of the last call that failed on this thread.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The system's words for an error number.</summary>
    public static string Text(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
