namespace HtcFlow.Cli.Planning;

/// <summary>What one stage of a campaign amounts to.</summary>
/// <param name="Name">Stage.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="Axes">Its parameters: <c>density 1200..3000 (10)</c>.</param>
/// <param name="Pack">Tasks that one element runs one after the other.</param>
/// <param name="Elements">Elements of array jobs, when no attempt is made twice.</param>
/// <param name="Arrays">Array jobs, likewise.</param>
/// <param name="After">What it waits for.</param>
/// <param name="First">First command line.</param>
/// <param name="Last">Last command line.</param>
/// <param name="OutputsPerTask">Output files that a task declares; the least number where patterns leave it open.</param>
/// <param name="OutputsAreLeast">Whether patterns leave it open.</param>
/// <param name="Objects">Objects that the stage leaves in the store, besides checkpoints and what commands print.</param>
/// <param name="ListPages">Pages of 1,000 keys in which all its outcomes are learned.</param>
internal sealed record StagePlan(
    string Name, long Tasks, IReadOnlyList<string> Axes, int Pack, long Elements, long Arrays, IReadOnlyList<string> After,
    string First, string Last, long OutputsPerTask, bool OutputsAreLeast, long Objects, long ListPages)
{
    /// <summary>Whether the pack follows from measured task times; <see cref="Pack"/> is then the most, elements and arrays those without packs.</summary>
    public bool PackIsAutomatic { get; init; }

    /// <summary>Stages of a higher priority are sent first.</summary>
    public int Priority { get; init; }

    /// <summary>Targets that it is pinned to; empty for any.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
}
