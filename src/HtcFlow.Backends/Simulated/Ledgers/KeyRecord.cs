using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated.Ledgers;

/// <summary>A ledger key in 16 bytes.</summary>
/// <param name="Position">Position of its task within the array.</param>
/// <param name="Milliseconds">Wall time of the attempt.</param>
/// <param name="Machine">Number of the machine.</param>
/// <param name="Attempt">Attempt, from 1.</param>
/// <param name="Outcome">How it ended; <see cref="Outcome.None"/> once it is deleted.</param>
/// <param name="Exit">Exit code.</param>
internal readonly record struct KeyRecord(int Position, uint Milliseconds, int Machine, byte Attempt, Outcome Outcome, byte Exit);
