namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>Where a machine stands.</summary>
internal enum MachinePhase : byte
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>Paid for, not yet usable.</summary>
    Booting = 1,

    /// <summary>Takes elements.</summary>
    Up = 2,

    /// <summary>Was told that it will be taken away; takes nothing more.</summary>
    Leaving = 3,

    /// <summary>Does nothing any more, and the service has not noticed.</summary>
    Dead = 4,

    /// <summary>Given back.</summary>
    Gone = 5,
}
