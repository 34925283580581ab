using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Watch;

/// <summary>Asks the kernel whether a file has a writer: a read lease is granted only when nobody has it open for writing.</summary>
/// <remarks>The first close is not the last writer's: two processes may write one file, and inotify tells of each close.</remarks>
internal static class WriterCheck
{
    public static WriterState Of(string path)
    {
        const int Flags = FileCalls.ReadOnly | FileCalls.NonBlocking | FileCalls.NoFollow | FileCalls.CloseOnExec;
        int descriptor = FileCalls.Open(path, Flags, 0);
        if (descriptor < 0)
        {
            return Errno.Last == Errno.NoEntry ? WriterState.Gone : WriterState.Unknown;
        }

        // Whoever opens the file for writing in the moment of the lease breaks it, which is told by a signal: one that is ignored unless
        // somebody wants it, and not SIGIO, which kills.
        _ = FileCalls.Control(descriptor, FileCalls.SetSignal, Signal.Urgent);
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
