namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>How a job waits for another.</summary>
public enum DependencyType
{
    /// <summary>Not set: waits for the whole of the other job.</summary>
    None = 0,

    /// <summary>Each child waits for the child of the same index of an array of the same size.</summary>
    NToN = 1,

    /// <summary>Each child of an array waits for the one before it; such a dependency names no job.</summary>
    Sequential = 2,
}
