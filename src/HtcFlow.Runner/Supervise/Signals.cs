using System.Runtime.InteropServices;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Supervise;

/// <summary>Receives the runner's signals: requests to stop are counted, others go on to the command.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>What ends the runner unless it is caught, and what job control sends. Not the faults of this process itself, nor SIGPIPE, SIGCHLD
    /// and SIGIO, which are about its own files and children.</summary>
    private static readonly int[] s_forwarded =
    [
        Signal.Hangup, Signal.Quit, Signal.User1, Signal.User2, Signal.Alarm, Signal.Continue, Signal.TerminalStop, Signal.TerminalInput,
        Signal.TerminalOutput, Signal.Urgent, Signal.CpuTime, Signal.FileSize, Signal.VirtualAlarm, Signal.Profiling, Signal.WindowChange, Signal.Power,
    ];

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _stops;
    private int _stopWith = Signal.Terminate;

    private Signals()
    {
    }

    /// <summary>How often the runner was asked to stop.</summary>
    public int Stops => Volatile.Read(ref _stops);

    /// <summary>The last of them as it came: SIGTERM or SIGINT.</summary>
    public int StopWith => Volatile.Read(ref _stopWith);

    /// <summary>Takes the signals over.</summary>
    /// <param name="news">Rings at every request to stop.</param>
    /// <param name="forward">Sends a signal on to the command.</param>
    /// <param name="isNotified">Whether Grid Engine announces its own signals (<c>qsub -notify</c>): SIGUSR2 that it will kill, which is a
    /// request to stop, and SIGUSR1 that it will suspend, which the command would die of.</param>
    public static Signals Listen(Bell news, Func<int, bool> forward, bool isNotified)
    {
        var signals = new Signals();
        foreach (int signal in s_forwarded)
        {
            signals.On(signal, isNotified && signal is (Signal.User1 or Signal.User2) ? () => { } : () => forward(signal));
        }

        int[] stops = isNotified ? [Signal.Terminate, Signal.Interrupt, Signal.User2] : [Signal.Terminate, Signal.Interrupt];
        foreach (int signal in stops)
        {
            signals.On(signal, () =>
            {
                Volatile.Write(ref signals._stopWith, signal == Signal.Interrupt ? signal : Signal.Terminate);
                Interlocked.Increment(ref signals._stops);
                news.Ring();
            });
        }

        return signals;
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void On(int signal, Action action) =>
        _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
        {
            context.Cancel = true;
            action();
        }));
}
