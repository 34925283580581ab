namespace HtcFlow.Objects.S3;

/// <summary>What a store makes of <c>If-None-Match: *</c> on a write.</summary>
public enum ConditionSupport
{
    /// <summary>Not known yet: no conditional write was asked for.</summary>
    Unknown = 0,

    /// <summary>One of many writers wins, and the others are told.</summary>
    Atomic = 1,

    /// <summary>
    /// The condition is ignored or refused, so a store looks before it writes: two writers within the same moment can both be told
    /// that they won, and the last one's object stays.
    /// </summary>
    Absent = 2,
}
