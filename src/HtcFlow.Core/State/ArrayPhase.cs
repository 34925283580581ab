namespace HtcFlow.Core.State;

/// <summary>Where an array stands.</summary>
public enum ArrayPhase : byte
{
    /// <summary>Never stored.</summary>
    None = 0,

    /// <summary>The intent is on disk; the backend may or may not have it.</summary>
    Planned = 1,

    /// <summary>The backend has it.</summary>
    Submitted = 2,

    /// <summary>Every element has ended and was accounted for.</summary>
    Closed = 3,

    /// <summary>The backend refused it.</summary>
    Rejected = 4,
}
