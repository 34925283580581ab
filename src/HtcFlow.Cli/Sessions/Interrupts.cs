using System.Runtime.InteropServices;

namespace HtcFlow.Cli.Sessions;

/// <summary>Turns the first Ctrl-C or SIGTERM into a polite request and the second into the end.</summary>
internal sealed class Interrupts : IDisposable
{
    private const string ShowCursor = "\e[?25h";

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly bool _isTerminal;
    private int _count;

    /// <summary>Begins to listen.</summary>
    /// <param name="isTerminal">Whether a live display may have hidden the cursor.</param>
    public Interrupts(bool isTerminal)
    {
        _isTerminal = isTerminal;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            _stop.Cancel();
            return;
        }

        if (_isTerminal)
        {
            Console.Out.Write(ShowCursor);
        }

        Environment.Exit(ExitCodes.Interrupted);
    }
}
