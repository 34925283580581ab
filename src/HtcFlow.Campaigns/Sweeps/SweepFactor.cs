using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Sweeps;

/// <summary>A factor of a sweep while it is resolved: axes still to be put together, or a table that is one already.</summary>
/// <param name="Cells">The axes.</param>
/// <param name="Table">The table, or null.</param>
internal sealed record SweepFactor(IReadOnlyList<AxisCell> Cells, Dimension? Table);
