namespace HtcFlow.Core.Facts;

/// <summary>What follows from the end of an attempt; decided once, recorded in the fact, never decided again on replay.</summary>
public enum Verdict : byte
{
    /// <summary>Not set; refused when a fact is read.</summary>
    None = 0,

    /// <summary>The task has its result.</summary>
    Accept = 1,

    /// <summary>The task gets another attempt.</summary>
    Retry = 2,

    /// <summary>The task has failed.</summary>
    GiveUp = 3,

    /// <summary>The task gets another attempt and this end does not count against it, because it was not the task's fault.</summary>
    Excuse = 4,
}
