using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship.Checkpoints;

/// <summary>A set of checkpoint files that belong together.</summary>
/// <param name="Files">The files, in the order of their names.</param>
/// <param name="Written">Last change of any file's content, nanoseconds since 1970.</param>
/// <param name="Completed">Last change of any inode, nanoseconds since 1970: unlike the time above no program can set it back, and a rename
/// into place counts.</param>
internal sealed record Generation(IReadOnlyList<ScannedFile> Files, long Written, long Completed)
{
    /// <summary>Generations that lay there when this one was chosen as the newest: never worth shipping after it, also when the clock of
    /// the file system, which ticks in milliseconds, gave them the same time.</summary>
    public IReadOnlyList<ScannedFile> Older { get; init; } = [];
}
