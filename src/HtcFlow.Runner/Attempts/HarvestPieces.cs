using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Attempts;

/// <summary>The harvest of one attempt and what is read off it at the end.</summary>
/// <param name="Harvest">The harvest.</param>
/// <param name="Plan">What it harvests.</param>
/// <param name="Shelf">What was acknowledged.</param>
/// <param name="Progress">How it goes.</param>
/// <param name="RestoredFrom">Checkpoint generation that was restored, 0 for none.</param>
internal sealed record HarvestPieces(Harvest Harvest, HarvestPlan Plan, OutputShelf Shelf, Progress Progress, int RestoredFrom)
{
    /// <summary>Bytes of the outputs that were inherited with the restored checkpoint.</summary>
    public long InheritedBytes { get; init; }

    /// <summary>Time that looking for the checkpoint and restoring it took.</summary>
    public TimeSpan RestoreTime { get; init; }
}
