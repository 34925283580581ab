namespace HtcFlow.Runner.Supervise;

/// <summary>How a command is brought to its end: ship or ask for a checkpoint, then SIGTERM, then SIGKILL, each with a bounded wait.</summary>
/// <remarks>Pure: it is told the time and whether all is shipped, and says what to send. The waits are one grace each where nobody knows
/// a deadline, so that with the default of 10 s a third of the 30 s that Batch and Slurm give remains for shipping.</remarks>
internal sealed class StopSequence
{
    private readonly TimeSpan _shipping;
    private readonly TimeSpan _ending;
    private readonly int _checkpointSignal;
    private readonly bool _isAwaited;
    private Phase _phase = Phase.Begin;

    /// <summary>Creates a sequence.</summary>
    /// <param name="shipping">Longest wait for shipping.</param>
    /// <param name="ending">Wait between SIGTERM and SIGKILL.</param>
    /// <param name="checkpointSignal">Signal that asks for a checkpoint; 0 when the command knows none.</param>
    /// <param name="isAwaited">Whether there is anything to ship first: only while the command lives can a finished file be told
    /// from one that it is writing.</param>
    public StopSequence(TimeSpan shipping, TimeSpan ending, int checkpointSignal, bool isAwaited)
    {
        _isAwaited = isAwaited;
        _shipping = shipping;
        _ending = ending;
        _checkpointSignal = checkpointSignal;
    }

    private enum Phase
    {
        Begin = 0,
        Shipping = 1,
        Terminated = 2,
        Killed = 3,
    }

    /// <summary>When to ask again, as time since the first call; null when nothing is left to do.</summary>
    public TimeSpan? Deadline { get; private set; } = TimeSpan.Zero;

    /// <summary>Goes on by one step where it is time to.</summary>
    /// <param name="elapsed">Time since the first call.</param>
    /// <param name="shipped">Whether what was waited for is in the store.</param>
    /// <param name="hurry">Whether to wait no longer: the runner was told to stop once more.</param>
    /// <returns>The signal to send now, or 0.</returns>
    public int Advance(TimeSpan elapsed, bool shipped, bool hurry)
    {
        bool due = elapsed >= Deadline;
        switch (_phase)
        {
            case Phase.Begin when _isAwaited && !hurry:
                return Enter(Phase.Shipping, elapsed, _checkpointSignal);
            case Phase.Begin:
            case Phase.Shipping when due || shipped || hurry:
                return Enter(Phase.Terminated, elapsed, Signal.Terminate);
            case Phase.Terminated when due:
                _phase = Phase.Killed;
                Deadline = null;
                return Signal.Kill;
            default:
                return 0;
        }
    }

    private int Enter(Phase phase, TimeSpan elapsed, int signal)
    {
        _phase = phase;
        Deadline = elapsed + (phase == Phase.Shipping ? _shipping : _ending);
        return signal;
    }
}
