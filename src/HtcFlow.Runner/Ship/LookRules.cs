using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>How a look at files is meant.</summary>
/// <param name="State">How far the command is.</param>
internal readonly record struct LookRules(CommandState State)
{
    private const long Always = long.MaxValue;

    /// <summary>Files changed later than this (nanoseconds since 1970) are shipped too, but nobody waits for them to settle.</summary>
    public long WrittenBefore { get; init; } = Always;

    /// <summary>Whether a checkpoint waits for what was written before it.</summary>
    public bool IsForCheckpoint => WrittenBefore != Always;

    /// <summary>Whether a growing or restless file is shipped now, however short ago that was tried last.</summary>
    public bool IsForced { get; init; }

    /// <summary>Whether an event named the files: one that still has a writer may be closing this very moment.</summary>
    public bool IsByName { get; init; }

    /// <summary>Whether what is found goes before what waits already.</summary>
    public bool IsFirst { get; init; }
}
