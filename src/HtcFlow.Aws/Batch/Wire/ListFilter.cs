namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Condition of ListJobs.</summary>
internal sealed record ListFilter(string Name, IReadOnlyList<string> Values);
