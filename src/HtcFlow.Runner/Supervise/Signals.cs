using System.Runtime.InteropServices;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Supervise;

/// <summary>Receives the runner's signals: requests to stop are counted, others go on to the command.</summary>
internal sealed class Signals : IDisposable
{
    private static readonly int[] s_forwarded =
        [Signal.Hangup, Signal.User1, Signal.User2, Signal.Continue, Signal.WindowChange, Signal.Quit];

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _stops;

    private Signals()
    {
    }

    /// <summary>How often the runner was asked to stop.</summary>
    public int Stops => Volatile.Read(ref _stops);

    /// <summary>Takes the signals over.</summary>
    /// <param name="news">Rings at every request to stop.</param>
    /// <param name="forward">Sends a signal on to the command.</param>
    public static Signals Listen(Bell news, Func<int, bool> forward)
    {
        var signals = new Signals();
        foreach (int signal in s_forwarded)
        {
            signals.On(signal, () => forward(signal));
        }

        foreach (int signal in (ReadOnlySpan<int>)[Signal.Terminate, Signal.Interrupt])
        {
            signals.On(signal, () =>
            {
                Interlocked.Increment(ref signals._stops);
                news.Ring();
            });
        }

        // A lease is held for microseconds while a file is tested for writers; an open in that moment raises SIGIO, which would kill.
        _ = ProcessCalls.SetDisposition(Signal.InputOutput, ProcessCalls.IgnoreSignal);
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
