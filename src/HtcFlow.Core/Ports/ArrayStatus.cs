using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Ports;

/// <summary>A snapshot of one array; asking twice gives the same answer or a later one.</summary>
public sealed record ArrayStatus
{
    /// <summary>The array.</summary>
    public required JobHandle Handle { get; init; }

    /// <summary>Whether the backend still knows the array; when false, every element that left no ledger key is lost.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>Elements that run now.</summary>
    public IndexSet Running { get; init; } = IndexSet.Empty;

    /// <summary>Number of elements that run where the backend counts more of them than it can name; 0 when it does not count.</summary>
    public long RunningCount { get; init; }

    /// <summary>Elements that have ended, in whatever way; they write no further ledger keys.</summary>
    public IndexSet Ended { get; init; } = IndexSet.Empty;

    /// <summary>Number of elements that have ended where the backend counts more of them than it can name; 0 when it does not count.</summary>
    public long EndedCount { get; init; }

    /// <summary>Those of the ended that did not end with 0, as far as the backend knows.</summary>
    public IReadOnlyList<ElementEnd> Abnormal { get; init; } = [];
}
