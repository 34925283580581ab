using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Wire;

/// <summary>What a runner must know about a stage whose results its tasks read.</summary>
/// <param name="Sweep">The stage's parameter space.</param>
/// <param name="Tolerate">Failed tasks with which that stage still counts as done; above 0 a missing report is skipped.</param>
public sealed record UpstreamOrder(Sweep Sweep, long Tolerate);
