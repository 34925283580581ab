using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>A set of checkpoint files that belong together.</summary>
/// <param name="Files">The files, in the order of their names.</param>
/// <param name="Written">Last change of any of them, nanoseconds since 1970.</param>
internal sealed record Generation(IReadOnlyList<ScannedFile> Files, long Written);
