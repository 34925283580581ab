using HtcFlow.Backends.Simulated.World;
using HtcFlow.Forecast.Markets;
using HtcFlow.Forecast.Runs;

namespace HtcFlow.Forecast.Worlds;

/// <summary>The world in which a campaign is run again and again, each time with other dice.</summary>
/// <param name="Pattern">The world but for its dice and prices.</param>
/// <param name="Market">Where its prices come from; null when they do not move.</param>
/// <param name="Pools">The market's pools, in the order of the pattern's.</param>
/// <param name="Assumptions">What was assumed, a sentence each.</param>
public sealed record ForecastWorld(WorldSpec Pattern, Market? Market, IReadOnlyList<MarketPool> Pools, IReadOnlyList<string> Assumptions)
{
    // The number of the dice that choose the begin; the runs themselves use other ones.
    private const int BeginDice = -1;

    /// <summary>The world of one run: it begins at some moment of the price history.</summary>
    /// <param name="seed">Seed of the run.</param>
    public WorldSpec Of(int seed)
    {
        if (Market is null)
        {
            return Pattern with { Seed = seed };
        }

        TimeSpan begin = Market.Length * new Random(RunSeeds.Of(seed, BeginDice)).NextDouble();
        return Pattern with
        {
            Seed = seed,
            Pools = [.. Pattern.Pools.Select((pool, p) => pool with { Price = Pools[p].SeriesFrom(Market.From, Market.Length, begin) })],
        };
    }
}
