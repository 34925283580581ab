namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Reply of SubmitJob.</summary>
internal sealed record SubmitJobReply(string? JobId);
