namespace HtcFlow.Core.Campaigns;

/// <summary>The files from which a new attempt goes on where the last one stopped.</summary>
public sealed record CheckpointSpec
{
    /// <summary>Globs relative to the scratch directory; all files that match together form one generation.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Glob of the file whose appearance completes a generation; empty when every file is a generation of its own.</summary>
    public string CommitOn { get; init; } = "";

    /// <summary>Generations kept in the store, at least 1.</summary>
    public int Keep { get; init; } = 2;

    /// <summary>Signal that asks the command for a checkpoint, for example <c>USR1</c>; empty when it knows none.</summary>
    public string Signal { get; init; } = "";
}
