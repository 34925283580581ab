namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Reply of CreateComputeEnvironment and CreateJobQueue, of which each has one of these.</summary>
internal sealed record CreatedReply(string? ComputeEnvironmentArn, string? JobQueueArn);
