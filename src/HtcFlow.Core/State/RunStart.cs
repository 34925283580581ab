using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.State;

/// <summary>Tasks of one array that were first seen running at one time.</summary>
/// <param name="At">The time.</param>
/// <param name="Tasks">The tasks; those that have ended since are still among them.</param>
public readonly record struct RunStart(DateTimeOffset At, IndexSet Tasks);
