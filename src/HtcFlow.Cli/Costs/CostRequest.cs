namespace HtcFlow.Cli.Costs;

/// <summary>What the user of <c>cost</c> asked for.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Prices">Files with spot prices; empty to ask the cloud.</param>
/// <param name="OnDemand">Files with prices on demand.</param>
/// <param name="Svg">File for the chart; null for none.</param>
internal sealed record CostRequest(string Campaign, IReadOnlyList<string> Prices, IReadOnlyList<string> OnDemand, string? Svg);
