namespace HtcFlow.Aws.Batch.Queues;

/// <summary>A compute environment of a queue.</summary>
/// <param name="Order">The least is filled first.</param>
/// <param name="ComputeEnvironment">Its name or ARN.</param>
public sealed record EnvironmentOrder(int Order, string ComputeEnvironment);
