namespace HtcFlow.Testing;

/// <summary>A text differs from the one a reviewer approved.</summary>
public sealed class SnapshotException(string message) : Exception(message);
