namespace HtcFlow.Cli.Costs;

/// <summary>A stage in <c>cost --json</c>.</summary>
internal sealed record CostStage(
    string Name, long Attempts, long Finished, double Dollars, double? DollarsPerTask, IReadOnlyDictionary<string, double> Purposes);
