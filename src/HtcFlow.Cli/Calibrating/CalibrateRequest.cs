namespace HtcFlow.Cli.Calibrating;

/// <summary>What the user of <c>calibrate</c> asked for.</summary>
internal sealed record CalibrateRequest
{
    /// <summary>Campaign file.</summary>
    public required string File { get; init; }

    /// <summary>Values that override those of the file.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Types of instances by name.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Families, or letters of families.</summary>
    public IReadOnlyList<string> Families { get; init; } = [];

    /// <summary>Stage; null for the only one that can be calibrated.</summary>
    public string? Stage { get; init; }

    /// <summary>Target whose queue is copied; null for the first.</summary>
    public string? Target { get; init; }

    /// <summary>Most tasks on each type.</summary>
    public int Tasks { get; init; }

    /// <summary>File for the chart; null for none.</summary>
    public string? Svg { get; init; }

    /// <summary>Whether only to say what would be done.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether to begin anew where a calibration has ended.</summary>
    public bool IsAgain { get; init; }

    /// <summary>Whether to give up what was begun, and to take its queues away.</summary>
    public bool IsClean { get; init; }
}
