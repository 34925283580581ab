using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Lanes;

/// <summary>What was seen of one array: the backend's status first, then every ledger key.</summary>
/// <param name="Array">The array.</param>
/// <param name="Status">The backend's snapshot.</param>
/// <param name="Keys">Keys listed after the snapshot was taken.</param>
public sealed record ArrayObservation(ArrayId Array, ArrayStatus Status, IReadOnlyList<LedgerKey> Keys);
