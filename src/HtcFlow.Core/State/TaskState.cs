namespace HtcFlow.Core.State;

/// <summary>Where a task stands; fits 4 bits.</summary>
public enum TaskState : byte
{
    /// <summary>Never stored; refused wherever a state is read.</summary>
    None = 0,

    /// <summary>Not sent to a backend yet; it may still wait for other tasks.</summary>
    Pending = 1,

    /// <summary>Part of an array that was planned or submitted.</summary>
    Submitted = 2,

    /// <summary>Seen running.</summary>
    Running = 3,

    /// <summary>An attempt has ended and another one will follow.</summary>
    Retrying = 4,

    /// <summary>Its result is accepted.</summary>
    Succeeded = 5,

    /// <summary>Its last attempt has ended without a result.</summary>
    Failed = 6,

    /// <summary>Cancelled by the user.</summary>
    Cancelled = 7,

    /// <summary>Can never start, because something it depends on has failed.</summary>
    Skipped = 8,
}
