namespace HtcFlow.Core.Facts;

/// <summary>A fact with its place in the journal.</summary>
/// <param name="Sequence">Number from 1, without gaps.</param>
/// <param name="At">When it was decided; replay uses this time, never a clock.</param>
/// <param name="Fact">The fact.</param>
public sealed record JournalEntry(long Sequence, DateTimeOffset At, Fact Fact);
