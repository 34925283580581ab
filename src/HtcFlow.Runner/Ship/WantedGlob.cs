using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>One declared pattern of outputs.</summary>
/// <param name="Text">As written, with the task's values filled in.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Optional">Whether no match is fine.</param>
internal sealed record WantedGlob(string Text, Glob Pattern, bool Optional);
