namespace HtcFlow.Core.Campaigns;

/// <summary>One program in several builds; the runner takes the best that the CPU can execute.</summary>
public sealed record BinarySpec
{
    /// <summary>Name under which the command calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Builds by level; at least one.</summary>
    public required IReadOnlyList<BuildSpec> Builds { get; init; }
}
