namespace HtcFlow.Core.State;

/// <summary>Tasks that wait for the same attempt number.</summary>
public sealed class RetryBatch
{
    /// <summary>The tasks.</summary>
    public TaskSet Tasks { get; } = new();

    /// <summary>When they may be planned; the earliest due time of the tasks that joined it, so none of them waits longer than it must.</summary>
    public DateTimeOffset Due { get; internal set; }
}
