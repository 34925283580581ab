using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Guard;

/// <summary>What the guards of an attempt guard.</summary>
/// <param name="Directory">Scratch directory.</param>
/// <param name="Progress">What the watcher sees; null when nothing is watched.</param>
/// <param name="InheritedBytes">Bytes that the restored checkpoint stands for.</param>
internal sealed record GuardSubject(string Directory, Progress? Progress, long InheritedBytes);
