namespace HtcFlow.Core.Campaigns;

/// <summary>The backend that runs a campaign.</summary>
/// <param name="Kind">One of <c>local</c>, <c>gridengine</c>, <c>slurm</c>, <c>aws-batch</c>.</param>
/// <param name="Options">Settings of that backend, checked by the reader.</param>
public sealed record BackendSpec(string Kind, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Places among which arrays are shared out, in the order of the file; null for a single one without a name.</summary>
    public IReadOnlyList<TargetSpec>? Targets { get; init; }

    /// <summary>Most elements queued or running at a time, over all targets; 0 leaves it to the backend.</summary>
    public long Window { get; init; }
}
