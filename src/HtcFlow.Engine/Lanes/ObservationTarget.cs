using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Lanes;

/// <summary>An array that is to be observed.</summary>
/// <param name="Array">The array.</param>
/// <param name="Handle">Its handle.</param>
/// <param name="LedgerPrefix">Prefix of its ledger keys.</param>
/// <param name="Elements">Number of its elements.</param>
/// <param name="Pack">Tasks per element; of several tasks keys appear while no element ends.</param>
public sealed record ObservationTarget(ArrayId Array, JobHandle Handle, string LedgerPrefix, int Elements, int Pack)
{
    /// <summary>Attempt of its tasks; a scheduler's own reruns have later ones.</summary>
    public int Attempt { get; init; } = 1;
}
