namespace HtcFlow.Core.Sweeps;

/// <summary>Consecutive indices <c>First .. First + Count - 1</c>.</summary>
/// <param name="First">First index.</param>
/// <param name="Count">Number of indices, at least 1.</param>
public readonly record struct IndexRange(long First, long Count)
{
    /// <summary>First index behind the range.</summary>
    public long End => First + Count;
}
