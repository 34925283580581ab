namespace HtcFlow.Core.Transitions;

/// <summary>What can happen to a task.</summary>
public enum TaskEvent : byte
{
    /// <summary>It was put into an array.</summary>
    Planned = 0,

    /// <summary>It was seen running.</summary>
    Started = 1,

    /// <summary>An attempt succeeded and its result was accepted.</summary>
    Accepted = 2,

    /// <summary>An attempt ended otherwise; another one follows.</summary>
    Retried = 3,

    /// <summary>An attempt ended otherwise; none follows.</summary>
    GaveUp = 4,

    /// <summary>Its array was refused; the attempt did not take place.</summary>
    Returned = 5,

    /// <summary>The user cancelled it.</summary>
    Cancelled = 6,

    /// <summary>Something it depends on failed.</summary>
    Skipped = 7,

    /// <summary>The user wants another attempt of a task that had at least one.</summary>
    Requeued = 8,

    /// <summary>The user wants a task considered again that never had an attempt.</summary>
    Reset = 9,
}
