namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Request of TerminateJob and CancelJob.</summary>
internal sealed record StopJobBody(string JobId, string Reason);
