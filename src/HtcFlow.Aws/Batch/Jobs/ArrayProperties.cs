namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>What makes a job an array, or the child of one.</summary>
public sealed record ArrayProperties
{
    /// <summary>Number of children, 2..10,000; null in a child.</summary>
    public int? Size { get; init; }

    /// <summary>Index of a child, from 0; null in an array.</summary>
    public int? Index { get; init; }

    /// <summary>How many children are in which state, by the service's words (<c>RUNNABLE</c>); lags behind the children.</summary>
    public IReadOnlyDictionary<string, int>? StatusSummary { get; init; }

    /// <summary>When the summary was last brought up to date; null where the service does not say.</summary>
    public DateTimeOffset? StatusSummaryLastUpdatedAt { get; init; }
}
