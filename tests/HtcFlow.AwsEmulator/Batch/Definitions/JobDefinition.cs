using System.Text.Json;

namespace HtcFlow.AwsEmulator.Batch.Definitions;

/// <summary>A revision of a job definition.</summary>
internal sealed class JobDefinition
{
    public required string Name { get; init; }

    public required int Revision { get; init; }

    public required string Arn { get; init; }

    /// <summary>The request that registered it, member by member.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>Whether it may be used.</summary>
    public bool IsActive { get; set; } = true;

    public RetryStrategy Retry { get; init; } = RetryStrategy.None;

    public TimeSpan? Timeout { get; init; }

    public int Priority { get; init; }

    public bool PropagateTags { get; init; }

    public required Dictionary<string, string> Tags { get; init; }

    public Dictionary<string, string> Parameters { get; init; } = [];

    /// <summary>Its image.</summary>
    public string Image => Container.Text("image") ?? "";

    /// <summary>Its container.</summary>
    public JsonElement Container => Request.TryGetProperty("containerProperties", out JsonElement container) ? container : default;
}
