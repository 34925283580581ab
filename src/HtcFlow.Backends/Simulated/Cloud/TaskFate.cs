namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>How a task's present attempt will end if nothing comes between.</summary>
internal enum TaskFate : byte
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>It does its work.</summary>
    Success = 1,

    /// <summary>Its result was accepted before: nothing is done.</summary>
    Known = 2,

    /// <summary>Its command fails.</summary>
    Failure = 3,

    /// <summary>The runner ends it: silence, bandwidth or walltime.</summary>
    Slow = 4,

    /// <summary>The runner is told to stop.</summary>
    Preempted = 5,

    /// <summary>Its container had not come so far when its machine went.</summary>
    Unstarted = 6,
}
