namespace HtcFlow.Core.Wire;

/// <summary>How an attempt ended.</summary>
public enum Outcome : byte
{
    /// <summary>Not set; refused wherever a fact or a ledger key is read.</summary>
    None = 0,

    /// <summary>Exit code 0 and every declared output acknowledged by the store.</summary>
    Succeeded = 1,

    /// <summary>The command ended otherwise, an input was missing, or an output was not produced.</summary>
    Failed = 2,

    /// <summary>The machine was taken away, or the runner was told to stop; not the task's fault.</summary>
    Preempted = 3,

    /// <summary>The runner ended the attempt because of silence, low bandwidth or wall time.</summary>
    Slow = 4,

    /// <summary>The backend says the element has ended and no ledger key exists.</summary>
    Lost = 5,

    /// <summary>The user cancelled it.</summary>
    Cancelled = 6,
}
