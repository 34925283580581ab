using System.Runtime.InteropServices;

namespace HtcFlow.Runner.Kernel;

/// <summary>System calls on processes that .NET does not offer; each returns -1 and sets errno on failure.</summary>
internal static unsafe partial class ProcessCalls
{
    public const int DoNotHang = 1;
    public const int AlsoStopped = 2;
    public const int BlockSignals = 0;
    public const int SetSignals = 2;
    public const int DoNotReap = 0x01000000;
    public const int Exited = 4;
    public const int AllChildren = 0;
    public const int SetChildSubreaper = 36;
    public const int CoreSizeLimit = 4;
    public const nint IgnoreSignal = 1;

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    public static partial int Wait(int pid, int* status, int options, ResourceUsage* usage);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int idType, uint id, void* information, int options);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "getpgid", SetLastError = true)]
    public static partial int GroupOf(int pid);

    [LibraryImport("libc", EntryPoint = "getsid", SetLastError = true)]
    public static partial int SessionOf(int pid);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp", SetLastError = true)]
    public static partial int TerminalGroup(int terminal);

    [LibraryImport("libc", EntryPoint = "tcsetpgrp", SetLastError = true)]
    public static partial int SetTerminalGroup(int terminal, int group);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    public static partial int ThreadMask(int how, void* set, void* before);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint UserId();

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    public static partial nint SetDisposition(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, ulong* softAndHard);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int resource, ulong* softAndHard);
}
