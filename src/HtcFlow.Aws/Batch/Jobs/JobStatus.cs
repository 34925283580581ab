namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>The state of a job.</summary>
public enum JobStatus
{
    /// <summary>Not set, or a word that is not known here.</summary>
    None = 0,

    /// <summary>Accepted, not looked at yet.</summary>
    Submitted = 1,

    /// <summary>Waits for others; an array is pending from its first look to its end.</summary>
    Pending = 2,

    /// <summary>Waits for a host.</summary>
    Runnable = 3,

    /// <summary>Has a host, which gets the image.</summary>
    Starting = 4,

    /// <summary>Its container runs.</summary>
    Running = 5,

    /// <summary>Ended with exit code 0; an array whose children all did.</summary>
    Succeeded = 6,

    /// <summary>Ended otherwise, or was cancelled; an array one of whose children did.</summary>
    Failed = 7,
}
