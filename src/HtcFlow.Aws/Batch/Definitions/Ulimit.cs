namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>A limit of the container's processes.</summary>
/// <param name="Name">For example <c>nofile</c>.</param>
/// <param name="SoftLimit">What they begin with.</param>
/// <param name="HardLimit">What they may raise it to.</param>
public sealed record Ulimit(string Name, int SoftLimit, int HardLimit);
