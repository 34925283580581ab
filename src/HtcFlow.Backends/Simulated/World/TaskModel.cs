namespace HtcFlow.Backends.Simulated.World;

/// <summary>How the tasks of a stage behave.</summary>
public sealed record TaskModel
{
    /// <summary>Mean wall time of one task on a machine of speed 1, in seconds.</summary>
    public double WorkSeconds { get; init; } = 60;

    /// <summary>Standard deviation of the work between tasks, relative to the mean (lognormal).</summary>
    public double Deviation { get; init; } = 0.1;

    /// <summary>Time between checkpoints on a machine of speed 1, so counted in work; zero for tasks that write none and start from the beginning after each interruption.</summary>
    public TimeSpan CheckpointEvery { get; init; }

    /// <summary>Share of the work between two outputs by which the runner sees progress, 0 .. 1; 0 for output at the end only.</summary>
    public double OutputEvery { get; init; } = 0.02;

    /// <summary>Probability that an attempt fails by itself.</summary>
    public double FailureProbability { get; init; }

    /// <summary>Share of the tasks that fail at each attempt.</summary>
    public double PoisonShare { get; init; }
}
