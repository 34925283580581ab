namespace HtcFlow.Core.Campaigns;

/// <summary>The backend that runs a campaign.</summary>
/// <param name="Kind">One of <c>local</c>, <c>gridengine</c>, <c>slurm</c>, <c>aws-batch</c>.</param>
/// <param name="Options">Settings of that backend, checked by the reader.</param>
public sealed record BackendSpec(string Kind, IReadOnlyDictionary<string, string> Options);
