using HtcFlow.Core.Money.Instances;

namespace HtcFlow.Core.Money;

/// <summary>What machines cost: spot prices by type and zone, and prices on demand by type.</summary>
public sealed class PriceBook
{
    private readonly Dictionary<string, Dictionary<string, PriceSteps>> _spot = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _onDemand = new(StringComparer.Ordinal);

    /// <summary>Sets the spot price of a type in a zone.</summary>
    public void SetSpot(string type, string zone, PriceSteps steps)
    {
        if (!_spot.TryGetValue(type, out Dictionary<string, PriceSteps>? zones))
        {
            _spot.Add(type, zones = new Dictionary<string, PriceSteps>(StringComparer.Ordinal));
        }

        zones[zone] = steps;
    }

    /// <summary>Sets the price of a type on demand, in dollars an hour.</summary>
    public void SetOnDemand(string type, double perHour) => _onDemand[type] = perHour;

    /// <summary>Cost in dollars of an instance over a span; null when its price is not known.</summary>
    public double? Cost(RentedInstance instance, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (!instance.IsSpot)
        {
            return _onDemand.TryGetValue(instance.Type, out double perHour) ? perHour * Math.Max(0, (to - from).TotalHours) : null;
        }

        return _spot.TryGetValue(instance.Type, out Dictionary<string, PriceSteps>? zones) && zones.TryGetValue(instance.Zone, out PriceSteps? steps)
            ? steps.Cost(from, to)
            : MeanCost(instance.Type, from, to);
    }

    /// <summary>Cost in dollars of a machine of a type over a span at the mean of the prices of its zones; null when none is known.</summary>
    public double? MeanCost(string type, DateTimeOffset from, DateTimeOffset to) =>
        _spot.TryGetValue(type, out Dictionary<string, PriceSteps>? zones) ? zones.Values.Sum(steps => steps.Cost(from, to)) / zones.Count : null;
}
