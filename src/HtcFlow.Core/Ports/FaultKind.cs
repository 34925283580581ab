namespace HtcFlow.Core.Ports;

/// <summary>Why a port could not do what it was asked.</summary>
public enum FaultKind
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>Likely to work when tried again; the effect may or may not have happened.</summary>
    Transient = 1,

    /// <summary>The other side asks for fewer calls.</summary>
    Throttled = 2,

    /// <summary>Credentials or permissions are missing; trying again is useless until a person acts.</summary>
    Denied = 3,

    /// <summary>The subject does not exist (any more).</summary>
    Gone = 4,

    /// <summary>The request is wrong, the data is damaged, or the disk is full; trying again is useless.</summary>
    Broken = 5,

    /// <summary>The campaign's journal is damaged; what stands before the damage can be kept.</summary>
    Damaged = 6,
}
