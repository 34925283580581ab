using System.Runtime.InteropServices;

namespace HtcFlow.AwsEmulator.Executors;

/// <summary>Sends signals.</summary>
internal static partial class Signals
{
    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>Sends a signal to a process, or to a group where the number is negative; 0 where that was possible.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Send(int process, int signal);
}
