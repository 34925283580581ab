using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>How a look at files is meant.</summary>
/// <param name="State">How far the command is.</param>
internal readonly record struct LookRules(CommandState State)
{
    /// <summary>Files changed later than this (nanoseconds since 1970) are shipped too, but nobody waits for them to settle.</summary>
    public long WrittenBefore { get; init; } = long.MaxValue;

    /// <summary>Whether a growing log is shipped now, however short ago it was shipped last.</summary>
    public bool IsForced { get; init; }

    /// <summary>Whether what is found goes before what waits already.</summary>
    public bool IsFirst { get; init; }
}
