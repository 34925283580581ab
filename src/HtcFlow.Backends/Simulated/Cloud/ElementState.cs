namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>What the service knows of an element; one byte each.</summary>
internal enum ElementState : byte
{
    /// <summary>Waits for a machine.</summary>
    Queued = 0,

    /// <summary>Has a container.</summary>
    Running = 1,

    /// <summary>Ended with exit code 0.</summary>
    Succeeded = 2,

    /// <summary>Ended because it was told to stop, or was too slow: exit code 75.</summary>
    TryAgain = 3,

    /// <summary>Ended with the exit code of its command, or 1 for a pack.</summary>
    Failed = 4,

    /// <summary>Its machine is gone; nobody knows an exit code.</summary>
    HostGone = 5,

    /// <summary>Cancelled before it started.</summary>
    Cancelled = 6,
}
