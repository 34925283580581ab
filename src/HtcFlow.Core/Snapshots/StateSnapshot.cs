namespace HtcFlow.Core.Snapshots;

/// <summary>A campaign's state after one fact, as bytes: with the facts after it the state is rebuilt without the facts before it.</summary>
/// <param name="Sequence">Number of the last fact that it holds.</param>
/// <param name="Parts">The state in pieces of at most about a megabyte, in order.</param>
public sealed record StateSnapshot(long Sequence, IReadOnlyList<ReadOnlyMemory<byte>> Parts);
