namespace HtcFlow.Aws.Batch.Running;

/// <summary>What the service does with a job whose attempt has ended as a rule says.</summary>
public enum ExitAction
{
    /// <summary>Not set, or a word that is not known here.</summary>
    None = 0,

    /// <summary>Another attempt, as long as there are any.</summary>
    Retry = 1,

    /// <summary>The job has ended.</summary>
    Exit = 2,
}
