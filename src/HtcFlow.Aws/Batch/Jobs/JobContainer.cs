namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>The container of an attempt.</summary>
public sealed record JobContainer
{
    /// <summary>How the command ended; null while it runs, and where it never started or its host went away.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it ended or could not start, in the service's words; null if it does not say.</summary>
    public string? Reason { get; init; }

    /// <summary>ARN of the container instance that it ran on; null before it had one.</summary>
    public string? ContainerInstanceArn { get; init; }

    /// <summary>ARN of its task; null before it had one.</summary>
    public string? TaskArn { get; init; }

    /// <summary>Name of its log; null before it had one.</summary>
    public string? LogStreamName { get; init; }
}
