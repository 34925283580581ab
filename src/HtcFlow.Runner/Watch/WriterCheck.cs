using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Watch;

/// <summary>Asks the kernel whether a file has a writer: a read lease is granted only when nobody has it open for writing.</summary>
/// <remarks>The first close is not the last writer's: two processes may write one file, and inotify tells of each close.</remarks>
internal static class WriterCheck
{
    // Who opens a file for writing in the microseconds of the lease breaks it, and SIGIO tells of that, which would kill. No other signal
    // will do: the runner hands on to the command what it gets. Commands are started with every signal at its default.
    static WriterCheck() => _ = ProcessCalls.SetDisposition(Signal.InputOutput, ProcessCalls.IgnoreSignal);

    public static WriterState Of(string path)
    {
        const int Flags = FileCalls.ReadOnly | FileCalls.NonBlocking | FileCalls.NoFollow | FileCalls.CloseOnExec;
        int descriptor = FileCalls.Open(path, Flags, 0);
        if (descriptor < 0)
        {
            return Errno.Last == Errno.NoEntry ? WriterState.Gone : WriterState.Unknown;
        }

        WriterState state = WriterState.None;
        if (FileCalls.Control(descriptor, FileCalls.SetLease, FileCalls.ReadLease) == 0)
        {
            _ = FileCalls.Control(descriptor, FileCalls.SetLease, FileCalls.NoLease);
        }
        else
        {
            state = Errno.Last == Errno.TryAgain ? WriterState.Open : WriterState.Unknown;
        }

        _ = FileCalls.Close(descriptor);
        return state;
    }
}
