namespace HtcFlow.Forecast.Markets;

/// <summary>Where machines can be rented, and what they cost over time.</summary>
/// <param name="Sources">Files from which it was read, as the user called them.</param>
/// <param name="Pools">Machines of a type in a zone, ordered by zone and type; at least one.</param>
/// <param name="From">First moment of the history.</param>
/// <param name="To">Last moment of the history; the first one when prices do not move.</param>
public sealed record Market(IReadOnlyList<string> Sources, IReadOnlyList<MarketPool> Pools, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Length of the history.</summary>
    public TimeSpan Length => To - From;
}
