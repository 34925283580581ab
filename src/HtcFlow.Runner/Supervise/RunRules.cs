using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Supervise;

/// <summary>Under what conditions a command is ended, and how.</summary>
/// <param name="Guards">When it has to end.</param>
/// <param name="Grace">Wait between the steps of ending it.</param>
/// <param name="CheckpointSignal">Signal that asks for a checkpoint, 0 for none.</param>
/// <param name="Progress">What the watcher sees; null when nothing is watched.</param>
internal sealed record RunRules(GuardPost Guards, TimeSpan Grace, int CheckpointSignal, Progress? Progress);
