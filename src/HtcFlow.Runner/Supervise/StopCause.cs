using HtcFlow.Core.Guards;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Supervise;

/// <summary>Why the runner ended a command itself.</summary>
/// <param name="Outcome">Outcome of the attempt.</param>
/// <param name="Exit">Exit code of the attempt; 75 asks for a retry.</param>
/// <param name="Reason">One line for people.</param>
internal sealed record StopCause(Outcome Outcome, int Exit, string Reason)
{
    /// <summary>The runner is told to stop, or its machine goes.</summary>
    public static StopCause Preempted(string reason) => new(Outcome.Preempted, ExitCode.TryAgain, reason);

    /// <summary>A guard wants it.</summary>
    public static StopCause Of(GuardVerdict verdict) => new(verdict.Outcome, verdict.Exit, verdict.Reason);
}
