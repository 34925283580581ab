namespace HtcFlow.Aws.Batch.Running;

/// <summary>How long an attempt may run; the service ends it then and does not try it again.</summary>
public sealed record JobTimeout
{
    /// <summary>Seconds from the start of an attempt, at least 60.</summary>
    public int? AttemptDurationSeconds { get; init; }
}
