using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Watch;

/// <summary>One file of a scratch directory.</summary>
/// <param name="Name">Path relative to the scratch directory.</param>
/// <param name="Status">Status of the entry itself, not of a link's target.</param>
internal readonly record struct ScannedFile(string Name, FileStatus Status);
