using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Clusters;

/// <summary>Elements that the scheduler will not start by itself, such as those in Grid Engine's error state (Eqw): they wait until somebody clears or cancels them.</summary>
/// <param name="Handle">Their array.</param>
/// <param name="Elements">The elements.</param>
/// <param name="Reason">Why, in the scheduler's own words.</param>
public sealed record StuckElements(JobHandle Handle, IndexSet Elements, string Reason);
