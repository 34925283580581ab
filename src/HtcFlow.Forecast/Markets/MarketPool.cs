using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Forecast.Markets;

/// <summary>Machines of one type in one zone as a market knows them.</summary>
/// <param name="Place">Type and zone.</param>
/// <param name="Facts">What is known about the machines; the number of processors always is.</param>
/// <param name="Prices">Prices in dollars an hour with the time from which each holds, in order; at least one.</param>
public sealed record MarketPool(MachinePlace Place, MachineFacts Facts, IReadOnlyList<(DateTimeOffset At, double Dollars)> Prices)
{
    // A forecast of a campaign that outlasts the history this many times over pays the last price for the rest.
    private const int MostRounds = 200;

    // Enough for any campaign that somebody waits for.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(60);

    /// <summary>Lowest price of the history in dollars an hour.</summary>
    public double Lowest => Prices.Min(p => p.Dollars);

    /// <summary>Highest price of the history in dollars an hour.</summary>
    public double Highest => Prices.Max(p => p.Dollars);

    /// <summary>Prices as a simulation sees them that begins within the history; at its end the history begins again.</summary>
    /// <param name="from">First moment of the whole market's history.</param>
    /// <param name="length">Length of the whole market's history.</param>
    /// <param name="begin">Time after <paramref name="from"/> at which the simulation begins, less than the length.</param>
    public PriceSeries SeriesFrom(DateTimeOffset from, TimeSpan length, TimeSpan begin)
    {
        if (Prices.Count == 1 || length <= TimeSpan.Zero)
        {
            return PriceSeries.Fixed(Prices[^1].Dollars);
        }

        var series = new List<(TimeSpan, double)>();
        int rounds = (int)Math.Min(MostRounds, Math.Ceiling(s_longest / length) + 1);
        for (int round = 0; round < rounds; round++)
        {
            TimeSpan shift = (length * round) - begin;
            if (round > 0)
            {
                // A pool whose first price is later than the market's first moment has that price before it, in every round.
                series.Add((shift, Prices[0].Dollars));
            }

            series.AddRange(Prices.Select(p => (p.At - from + shift, p.Dollars)));
        }

        return new PriceSeries(series);
    }
}
