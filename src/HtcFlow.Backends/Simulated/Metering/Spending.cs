namespace HtcFlow.Backends.Simulated.Metering;

/// <summary>What the money of a machine went into.</summary>
public enum Spending
{
    /// <summary>Boot, container starts, waiting for work, room that nothing fitted into, and attempts that still run.</summary>
    Idle = 0,

    /// <summary>Work that ended in a result, or in a checkpoint from which it went on.</summary>
    Useful = 1,

    /// <summary>Work that was lost because a machine was taken away or died.</summary>
    Reclaim = 2,

    /// <summary>Work that was lost because a runner's guard ended the attempt.</summary>
    Slowness = 3,

    /// <summary>Work of attempts that failed by themselves.</summary>
    Failure = 4,

    /// <summary>Work that was lost because somebody cancelled it.</summary>
    Cancelled = 5,

    /// <summary>Work on results that another attempt had handed in meanwhile.</summary>
    Redundant = 6,
}
