namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>What is wrong with a machine for all its life.</summary>
internal enum MachineTrouble : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Horribly slow.</summary>
    Slow = 1,

    /// <summary>Low memory bandwidth.</summary>
    LowBandwidth = 2,

    /// <summary>Output stalls: the runner sees no progress and ships no checkpoint.</summary>
    Stalled = 3,
}
