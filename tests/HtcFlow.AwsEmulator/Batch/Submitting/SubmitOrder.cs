using System.Text.Json;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Jobs;

namespace HtcFlow.AwsEmulator.Batch.Submitting;

/// <summary>A SubmitJob request that was found good.</summary>
internal sealed class SubmitOrder
{
    public required string Name { get; init; }

    public required JobQueue Queue { get; init; }

    public required JobDefinition Definition { get; init; }

    /// <summary>Elements; 0 for a job that is no array.</summary>
    public int Size { get; init; }

    public IReadOnlyList<DependencyOrder> DependsOn { get; init; } = [];

    /// <summary>Whether each element waits for the one before.</summary>
    public bool IsSequential { get; init; }

    public Shape Shape { get; init; }

    public string? Share { get; init; }

    public int Priority { get; init; }

    public RetryStrategy Retry { get; init; } = RetryStrategy.None;

    public TimeSpan? Timeout { get; init; }

    public bool PropagateTags { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    public Dictionary<string, string> Parameters { get; init; } = [];

    /// <summary>Text of the container overrides; thousands of these are kept, so they are parsed only when they are needed.</summary>
    public byte[] Overrides { get; init; } = [];

    /// <summary>Reads the container.</summary>
    public ContainerSpec ReadContainer()
    {
        if (Overrides.Length == 0)
        {
            return ContainerReading.Merge(Definition.Container, default, Definition.Parameters, Parameters);
        }

        using JsonDocument overrides = JsonDocument.Parse(Overrides);
        return ContainerReading.Merge(Definition.Container, overrides.RootElement, Definition.Parameters, Parameters);
    }
}
