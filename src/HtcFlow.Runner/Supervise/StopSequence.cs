namespace HtcFlow.Runner.Supervise;

/// <summary>How a command is brought to its end: ask for a checkpoint, then SIGTERM, then SIGKILL, each with a bounded wait.</summary>
/// <remarks>Pure: it is told the time and whether a checkpoint came, and says what to send. The waits are one grace each, so that with
/// the default of 10 s a third of the 30 s that Batch and Slurm give remains for shipping.</remarks>
internal sealed class StopSequence
{
    private readonly TimeSpan _grace;
    private readonly int _checkpointSignal;
    private Phase _phase = Phase.Begin;

    /// <summary>Creates a sequence.</summary>
    /// <param name="grace">Wait for a checkpoint, and again between SIGTERM and SIGKILL.</param>
    /// <param name="checkpointSignal">Signal that asks for a checkpoint; 0 when the command knows none.</param>
    public StopSequence(TimeSpan grace, int checkpointSignal)
    {
        _grace = grace;
        _checkpointSignal = checkpointSignal;
    }

    private enum Phase
    {
        Begin = 0,
        Asked = 1,
        Terminated = 2,
        Killed = 3,
    }

    /// <summary>When to ask again, as time since the first call; null when nothing is left to do.</summary>
    public TimeSpan? Deadline { get; private set; } = TimeSpan.Zero;

    /// <summary>Goes on by one step where it is time to.</summary>
    /// <param name="elapsed">Time since the first call.</param>
    /// <param name="checkpointed">Whether a checkpoint was committed since the first call.</param>
    /// <param name="hurry">Whether to wait no longer: the runner was told to stop once more.</param>
    /// <returns>The signal to send now, or 0.</returns>
    public int Advance(TimeSpan elapsed, bool checkpointed, bool hurry)
    {
        bool due = elapsed >= Deadline;
        switch (_phase)
        {
            case Phase.Begin when _checkpointSignal != 0 && !hurry:
                return Enter(Phase.Asked, elapsed, _checkpointSignal);
            case Phase.Begin:
            case Phase.Asked when due || checkpointed || hurry:
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
        Deadline = elapsed + _grace;
        return signal;
    }
}
