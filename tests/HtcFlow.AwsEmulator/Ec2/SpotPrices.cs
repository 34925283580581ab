using System.Globalization;
using System.Xml.Linq;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Query;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Ec2;

/// <summary>DescribeSpotPriceHistory.</summary>
internal static class SpotPrices
{
    private const int Page = 1000;
    private const string Product = "Linux/UNIX";

    private static readonly TimeSpan s_past = TimeSpan.FromDays(90);

    /// <summary>The prices that held in a span, newest first, with those that held when it began.</summary>
    public static Reply Describe(Ec2Request request)
    {
        request.Demand("*");
        QueryForm form = request.Form;
        Dictionary<string, List<string>> filters = form.Filters();
        CheckFilters(filters);
        Market market = request.Region.Market;
        DateTimeOffset now = request.Region.Emulator.ServiceNow;
        DateTimeOffset end = form.Moment("EndTime") is { } wanted && wanted < now ? wanted : now;
        DateTimeOffset start = form.Moment("StartTime") is { } begin && begin > now - s_past ? begin : now - s_past;
        List<string> products = [.. form.List("ProductDescription"), .. filters.GetValueOrDefault("product-description") ?? []];
        bool isLinux = products.Count == 0 || products.Exists(static product => product.StartsWith(Product, StringComparison.Ordinal));
        IEnumerable<(InstanceType Type, string Zone)> pools =
            from type in TypeTable.Types.Values
            where Has(form.List("InstanceType"), type.Name) && Has(filters.GetValueOrDefault("instance-type"), type.Name)
            from zone in request.Region.Zones
            where form.Text("AvailabilityZone") is not { } only || only == zone
            where Has(filters.GetValueOrDefault("availability-zone"), zone)
            select (type, zone);
        var prices = (from pool in isLinux ? pools : []
                      from at in Moments(market, pool.Type, pool.Zone, start, end)
                      orderby at descending, pool.Type.Name, pool.Zone
                      select (pool.Type, pool.Zone, At: at)).ToList();
        (int from, int count, string next) = request.Page(prices.Count, Page);
        return XmlProtocol.Ec2(
            "DescribeSpotPriceHistory",
            XmlProtocol.Set("spotPriceHistorySet", prices.Skip(from).Take(count).Select(price => Item(market, price.Type, price.Zone, price.At))),
            new XElement("nextToken", next));
    }

    private static IEnumerable<DateTimeOffset> Moments(Market market, InstanceType type, string zone, DateTimeOffset start, DateTimeOffset end)
    {
        for (DateTimeOffset at = market.StepStart(type, zone, start); at <= end; at = market.StepEnd(type, zone, at))
        {
            yield return at;
        }
    }

    private static XElement Item(Market market, InstanceType type, string zone, DateTimeOffset at) => new(
        "item",
        new XElement("instanceType", type.Name),
        new XElement("productDescription", Product),
        new XElement("spotPrice", market.Spot(type, zone, at).ToString("F6", CultureInfo.InvariantCulture)),
        new XElement("timestamp", XmlProtocol.Moment(at)),
        new XElement("availabilityZone", zone));

    private static bool Has(List<string>? wanted, string value) => wanted is null or [] || wanted.Contains(value);

    private static void CheckFilters(Dictionary<string, List<string>> filters)
    {
        foreach (string name in filters.Keys)
        {
            if (name is not ("instance-type" or "availability-zone" or "product-description"))
            {
                throw new ServiceFault("InvalidParameterValue", 400, $"The filter '{name}' is invalid");
            }
        }
    }
}
