namespace HtcFlow.Core.State;

/// <summary>Tasks that wait for the same attempt number.</summary>
public sealed class RetryBatch
{
    /// <summary>The tasks.</summary>
    public TaskSet Tasks { get; } = new();

    /// <summary>When they may be planned; set by the first task that joins an empty batch, so the rest never waits longer.</summary>
    public DateTimeOffset Due { get; internal set; }
}
