namespace HtcFlow.Aws.Batch.Queues;

/// <summary>Whether people want a queue or a compute environment to be used.</summary>
public enum ResourceState
{
    /// <summary>Not set, or a word that is not known here.</summary>
    None = 0,

    /// <summary>A queue takes jobs; an environment starts instances.</summary>
    Enabled = 1,

    /// <summary>A queue refuses jobs and finishes what it has; an environment starts no more instances.</summary>
    Disabled = 2,
}
