using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Observe;

/// <summary>What one listing of an array's ledger gave.</summary>
/// <param name="Keys">Keys that may be news.</param>
/// <param name="Listed">Number of all keys.</param>
public sealed record LedgerPage(IReadOnlyList<LedgerKey> Keys, long Listed);
