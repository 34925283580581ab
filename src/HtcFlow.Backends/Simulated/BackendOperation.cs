namespace HtcFlow.Backends.Simulated;

/// <summary>The calls of a backend, to count them and to let them fail.</summary>
public enum BackendOperation
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>Submission of arrays.</summary>
    Submit = 1,

    /// <summary>Search by name.</summary>
    Find = 2,

    /// <summary>Statuses.</summary>
    Observe = 3,

    /// <summary>Cancellation.</summary>
    Cancel = 4,

    /// <summary>Forgetting.</summary>
    Forget = 5,

    /// <summary>Keeping work away from hosts.</summary>
    Avoid = 6,
}
