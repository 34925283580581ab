using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Cli.Forecasting;

/// <summary>A forecast with what it was made from.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Forecast">What the runs say.</param>
/// <param name="Runs">Runs that were asked for.</param>
/// <param name="Seed">Seed of the forecast.</param>
/// <param name="Assumptions">What it rests on.</param>
internal sealed record ForecastResult(CampaignSpec Campaign, CampaignForecast Forecast, int Runs, int Seed, IReadOnlyList<string> Assumptions);
