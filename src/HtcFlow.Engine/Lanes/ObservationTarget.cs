using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Lanes;

/// <summary>An array that is to be observed.</summary>
/// <param name="Array">The array.</param>
/// <param name="Handle">Its handle.</param>
/// <param name="LedgerPrefix">Prefix of its ledger keys.</param>
/// <param name="IsPacked">Whether its elements hold several tasks, so that keys appear while no element ends.</param>
public sealed record ObservationTarget(ArrayId Array, JobHandle Handle, string LedgerPrefix, bool IsPacked);
