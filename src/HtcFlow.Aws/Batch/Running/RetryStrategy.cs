namespace HtcFlow.Aws.Batch.Running;

/// <summary>How often the service itself tries a job.</summary>
public sealed record RetryStrategy
{
    /// <summary>Attempts in all, 1..10.</summary>
    public int? Attempts { get; init; }

    /// <summary>At most five rules, in order; null for none.</summary>
    public IReadOnlyList<ExitRule>? EvaluateOnExit { get; init; }
}
