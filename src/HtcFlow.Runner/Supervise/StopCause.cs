using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Supervise;

/// <summary>Why the runner ended a command itself.</summary>
/// <param name="Outcome"><see cref="Core.Wire.Outcome.Preempted"/> or <see cref="Core.Wire.Outcome.Slow"/>.</param>
/// <param name="Reason">One line for people.</param>
internal sealed record StopCause(Outcome Outcome, string Reason);
