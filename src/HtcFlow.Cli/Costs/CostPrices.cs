using HtcFlow.Aws.Ec2;
using HtcFlow.Core.Money;
using HtcFlow.Forecast.Markets;

namespace HtcFlow.Cli.Costs;

/// <summary>Prices and sizes of the machines of a campaign, from files or from where it runs, asked for when a type turns up first.</summary>
internal sealed class CostPrices
{
    private readonly Dictionary<string, int?> _vcpus = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<CloudPlace> _places;
    private readonly DateTimeOffset _from;

    /// <summary>Prices that places tell.</summary>
    /// <param name="places">Where to ask; none when files tell.</param>
    /// <param name="from">Begin of the campaign.</param>
    public CostPrices(IReadOnlyList<CloudPlace> places, DateTimeOffset from)
    {
        _places = places;
        _from = from;
    }

    /// <summary>The prices so far.</summary>
    public PriceBook Book { get; } = new();

    /// <summary>Processors of a type; null when it is not known.</summary>
    public int? VcpusOf(string type) => _vcpus.GetValueOrDefault(type);

    /// <summary>Takes the spot prices of a market.</summary>
    public void AddSpot(Market market)
    {
        foreach (MarketPool pool in market.Pools)
        {
            Book.SetSpot(pool.Place.Type, pool.Place.Zone, new PriceSteps(pool.Prices));
            _vcpus[pool.Place.Type] = pool.Facts.Vcpus;
        }
    }

    /// <summary>Takes the last price of each type as the one on demand.</summary>
    public void AddOnDemand(Market market)
    {
        foreach (MarketPool pool in market.Pools)
        {
            Book.SetOnDemand(pool.Place.Type, pool.Prices[^1].Dollars);
            _vcpus[pool.Place.Type] = pool.Facts.Vcpus;
        }
    }

    /// <summary>Learns what machines of some types cost and have.</summary>
    /// <exception cref="Core.Ports.FaultException">A place does not answer.</exception>
    public async Task LearnAsync(IEnumerable<string> types, CancellationToken cancellationToken)
    {
        // What is no type of EC2 (a host's name) would have the whole call refused.
        string[] unknown = [.. types.Distinct(StringComparer.Ordinal).Where(type => !_vcpus.ContainsKey(type))];
        foreach (string type in unknown)
        {
            _vcpus[type] = InstanceTypes.Derive(type).Vcpus;
        }

        string[] askable = [.. unknown.Where(type => type.Contains('.', StringComparison.Ordinal))];
        foreach (CloudPlace place in askable.Length == 0 ? [] : _places)
        {
            await LearnAsync(place, askable, cancellationToken);
        }
    }

    /// <summary>Learns a type, if it was not known; quick when it is.</summary>
    public ValueTask LearnAsync(string type, CancellationToken cancellationToken) =>
        _vcpus.ContainsKey(type) ? ValueTask.CompletedTask : new ValueTask(LearnAsync([type], cancellationToken));

    private async Task LearnAsync(CloudPlace place, string[] types, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string Type, string Zone), List<(DateTimeOffset, double)>>();
        await foreach (SpotPrice price in place.Ec2.SpotPricesAsync(new SpotPriceQuery { InstanceTypes = types, From = _from }, cancellationToken))
        {
            (string, string) pool = (price.InstanceType, price.Zone);
            if (!found.TryGetValue(pool, out List<(DateTimeOffset, double)>? steps))
            {
                found.Add(pool, steps = []);
            }

            steps.Add((price.From, (double)price.DollarsPerHour));
        }

        foreach (((string type, string zone), List<(DateTimeOffset, double)> steps) in found)
        {
            Book.SetSpot(type, zone, new PriceSteps(steps));
        }

        string[] sizeless = [.. found.Keys.Select(pool => pool.Type).Distinct(StringComparer.Ordinal).Where(type => _vcpus[type] is null)];
        foreach (Ec2InstanceType type in sizeless.Length == 0 ? [] : await place.Ec2.InstanceTypesAsync(sizeless, cancellationToken))
        {
            _vcpus[type.Name] = type.Vcpus;
        }
    }
}
