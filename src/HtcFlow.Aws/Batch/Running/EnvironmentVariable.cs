namespace HtcFlow.Aws.Batch.Running;

/// <summary>A variable of a container's environment; names that begin with AWS_BATCH are the service's own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record EnvironmentVariable(string Name, string Value);
