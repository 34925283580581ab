namespace HtcFlow.Aws.Batch.Queues;

/// <summary>Whether a queue or a compute environment can be used.</summary>
public enum ResourceStatus
{
    /// <summary>Not set, or a word that is not known here.</summary>
    None = 0,

    /// <summary>Is being made.</summary>
    Creating = 1,

    /// <summary>Is being changed.</summary>
    Updating = 2,

    /// <summary>Is being deleted.</summary>
    Deleting = 3,

    /// <summary>Was deleted.</summary>
    Deleted = 4,

    /// <summary>Can be used.</summary>
    Valid = 5,

    /// <summary>Cannot be used; the status reason says why.</summary>
    Invalid = 6,
}
