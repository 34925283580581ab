using System.Runtime.InteropServices;

namespace HtcFlow.Runner.Kernel;

/// <summary>Priorities of single threads; each call returns -1 and sets errno on failure.</summary>
internal static partial class PriorityCalls
{
    public const int OfProcess = 0;
    public const int LowestNice = 19;

    /// <summary>Only when nobody else wants the disk.</summary>
    public const int IdleClass = 3 << 13;

    /// <summary>Best effort at its lowest level.</summary>
    public const int LowestEffort = (2 << 13) | 7;

    private const int OfThread = 1;

    /// <summary>The number of ioprio_set, for which the C library has no name; 0 on machines for which it is not known.</summary>
    private static readonly nint s_setInputOutput = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 251,
        Architecture.Arm64 => 30,
        _ => 0,
    };

    /// <summary>Sets the priority of a thread of this process among those that compute.</summary>
    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    public static partial int SetNice(int which, int thread, int nice);

    /// <summary>Sets the priority of a thread of this process among those that read and write.</summary>
    public static int SetInputOutput(int thread, int priority) =>
        s_setInputOutput == 0 ? -1 : (int)Call(s_setInputOutput, OfThread, thread, priority);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint which, nint thread, nint priority);
}
