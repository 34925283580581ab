using System.Globalization;
using System.Runtime.InteropServices;

namespace HtcFlow.Runner.Tests.Streams;

/// <summary>Signals for one thread of this process.</summary>
internal static class OneThread
{
    private static readonly Kill s_kill =
        Marshal.GetDelegateForFunctionPointer<Kill>(NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "tgkill"));

    private delegate int Kill(int process, int thread, int signal);

    /// <summary>The kernel's number of the calling thread.</summary>
    internal static int Own => int.Parse(Path.GetFileName(File.ResolveLinkTarget("/proc/thread-self", returnFinalTarget: false)!.Name), CultureInfo.InvariantCulture);

    /// <summary>Waits until the thread sleeps in the kernel, then sends it a signal.</summary>
    internal static void SignalAsleep(int thread, int signal)
    {
        string stat = $"/proc/self/task/{thread}/stat";
        Assert.True(SpinWait.SpinUntil(() => File.ReadAllText(stat).Split(") ")[^1][0] == 'S', TimeSpan.FromSeconds(20)), "the thread does not sleep");
        Assert.Equal(0, s_kill(Environment.ProcessId, thread, signal));
    }
}
