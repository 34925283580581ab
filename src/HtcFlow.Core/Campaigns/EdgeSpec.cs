namespace HtcFlow.Core.Campaigns;

/// <summary>One dependency of a stage.</summary>
/// <param name="Stage">Name of the stage that comes first.</param>
/// <param name="Kind">How tasks are matched.</param>
/// <param name="Axes">Shared axes for <see cref="EdgeKind.Axes"/>, else empty.</param>
public sealed record EdgeSpec(string Stage, EdgeKind Kind, IReadOnlyList<string> Axes);
