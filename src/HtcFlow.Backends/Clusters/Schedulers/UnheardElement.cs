namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>An element that stands as running on a host that the scheduler has not heard from for a while.</summary>
/// <param name="Job">Number of its array.</param>
/// <param name="Element">Element, from 0.</param>
/// <param name="Host">The host.</param>
internal sealed record UnheardElement(string Job, int Element, string Host);
