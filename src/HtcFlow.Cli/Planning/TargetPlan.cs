namespace HtcFlow.Cli.Planning;

/// <summary>A place to which a campaign's array jobs can go.</summary>
/// <param name="Name">Target.</param>
/// <param name="Weight">Its share relative to the others.</param>
/// <param name="Options">Options of the backend in which it differs.</param>
internal sealed record TargetPlan(string Name, double Weight, IReadOnlyDictionary<string, string> Options);
