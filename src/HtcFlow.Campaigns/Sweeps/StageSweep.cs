using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Sweeps;

/// <summary>The sweep of a stage as far as it could be made out.</summary>
/// <param name="Sweep">The sweep; null when something is wrong with it.</param>
/// <param name="Names">Names of its axes, those with faulty values among them.</param>
/// <param name="IsOpen">Whether there may be axes whose names are not known, because a table could not be read.</param>
internal sealed record StageSweep(Sweep? Sweep, IReadOnlyList<string> Names, bool IsOpen);
