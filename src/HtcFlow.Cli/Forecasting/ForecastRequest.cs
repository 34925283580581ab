using HtcFlow.Forecast.Worlds;

namespace HtcFlow.Cli.Forecasting;

/// <summary>What the command line of <c>forecast</c> asks for.</summary>
internal sealed record ForecastRequest
{
    /// <summary>Campaign file.</summary>
    public required string File { get; init; }

    /// <summary>Overrides of its values.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Market files; none for the slots of this machine.</summary>
    public IReadOnlyList<string> Market { get; init; } = [];

    /// <summary>Times that were given, by stage; the empty name stands for all others.</summary>
    public IReadOnlyDictionary<string, TaskTime> TaskTimes { get; init; } = new Dictionary<string, TaskTime>();

    /// <summary>Campaign whose measured times are taken; null for none.</summary>
    public string? From { get; init; }

    /// <summary>Time between checkpoints.</summary>
    public TimeSpan? CheckpointEvery { get; init; }

    /// <summary>Probability that an attempt fails by itself.</summary>
    public double? Failures { get; init; }

    /// <summary>Most processors at a time; 0 for no limit.</summary>
    public int MaxVcpus { get; init; }

    /// <summary>Number of runs.</summary>
    public int Runs { get; init; }

    /// <summary>Seed of the forecast.</summary>
    public int Seed { get; init; }

    /// <summary>File for the chart; null for none.</summary>
    public string? Svg { get; init; }
}
