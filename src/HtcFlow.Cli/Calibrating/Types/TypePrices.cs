using HtcFlow.Aws.Ec2;
using HtcFlow.Core.Money;

namespace HtcFlow.Cli.Calibrating.Types;

/// <summary>What types of instances cost on the spot market over the last day.</summary>
internal static class TypePrices
{
    /// <summary>Span over which prices are averaged: spot prices move over hours, and a campaign lasts for some.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromHours(24);

    // Prices have six; what lies beyond is the noise of sums.
    private const int Digits = 9;

    /// <summary>Asks for them; types and zones without a price are missing.</summary>
    /// <returns>By type and zone the mean price of the span, weighted by time.</returns>
    /// <exception cref="Core.Ports.FaultException">The service does not answer.</exception>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>> AskAsync(
        IEc2 ec2, IReadOnlyCollection<string> types, IReadOnlyCollection<string> zones, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string Type, string Zone), List<(DateTimeOffset, double)>>();
        var query = new SpotPriceQuery { InstanceTypes = types, Zones = zones, From = now - Span };
        await foreach (SpotPrice price in ec2.SpotPricesAsync(query, cancellationToken))
        {
            (string, string) pool = (price.InstanceType, price.Zone);
            if (!found.TryGetValue(pool, out List<(DateTimeOffset, double)>? steps))
            {
                found.Add(pool, steps = []);
            }

            steps.Add((price.From, (double)price.DollarsPerHour));
        }

        return found.GroupBy(static pool => pool.Key.Type).ToDictionary(
            static type => type.Key,
            IReadOnlyDictionary<string, double> (type) => type.ToDictionary(
                static pool => pool.Key.Zone, pool => Math.Round(new PriceSteps(pool.Value).Cost(now - Span, now) / Span.TotalHours, Digits), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
