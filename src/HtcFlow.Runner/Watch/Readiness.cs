namespace HtcFlow.Runner.Watch;

/// <summary>Whether a file may be shipped now.</summary>
internal enum Readiness
{
    /// <summary>It is gone.</summary>
    Gone = 0,

    /// <summary>It is finished as far as can be known.</summary>
    Ready = 1,

    /// <summary>Somebody writes to it; its close will be seen.</summary>
    Writing = 2,

    /// <summary>Nothing says that it is finished but time; look again soon.</summary>
    Settling = 3,
}
