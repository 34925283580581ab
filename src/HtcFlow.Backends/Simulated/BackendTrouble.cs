namespace HtcFlow.Backends.Simulated;

/// <summary>What can go wrong with one call.</summary>
public enum BackendTrouble
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>The request is lost: a transient fault, and nothing was done.</summary>
    LostBefore = 1,

    /// <summary>The reply is lost: a transient fault, and everything was done.</summary>
    LostAfter = 2,

    /// <summary>The other side asks for fewer calls; nothing was done.</summary>
    Throttled = 3,

    /// <summary>Access is denied; nothing was done.</summary>
    Denied = 4,

    /// <summary>A search or a status misses arrays that are there, as eventually consistent services do.</summary>
    Missed = 5,
}
