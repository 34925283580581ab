namespace HtcFlow.Forecast.Markets;

/// <summary>What came of reading market files: a market, or every problem.</summary>
/// <param name="Market">The market; null when there is any problem.</param>
/// <param name="Problems">What is wrong, in the order of the files.</param>
public sealed record MarketReading(Market? Market, IReadOnlyList<MarketProblem> Problems);
