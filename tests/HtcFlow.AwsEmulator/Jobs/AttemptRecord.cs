namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>An attempt that was followed by another one, in the columns of <see cref="ChildTable"/>.</summary>
internal readonly record struct AttemptRecord(short Exit, uint Started, uint Stopped, int Reason, int ContainerReason, int Instance);
