namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>A place in the file system of the host.</summary>
/// <param name="SourcePath">Absolute path.</param>
public sealed record HostPath(string? SourcePath);
