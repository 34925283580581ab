namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>Where what a container prints goes.</summary>
public sealed record LogConfiguration
{
    /// <summary>For example <c>awslogs</c>.</summary>
    public string LogDriver { get; init => field = value ?? ""; } = "";

    /// <summary>The driver's own options.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }
}
