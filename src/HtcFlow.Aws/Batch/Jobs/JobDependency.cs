namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>A job that another waits for, of which there are at most 20; if it fails, so does the one that waits.</summary>
public sealed record JobDependency
{
    /// <summary>Id of the job that is waited for; null for <see cref="DependencyType.Sequential"/>.</summary>
    public string? JobId { get; init; }

    /// <summary>How; null for the whole job.</summary>
    public DependencyType? Type { get; init; }
}
