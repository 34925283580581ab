using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using HtcFlow.Aws.Calls;

namespace HtcFlow.Aws.Ec2;

/// <summary>Instances and the spot market by way of the service.</summary>
internal sealed class Ec2Client(QueryCaller caller, TimeProvider time) : IEc2
{
    /// <summary>The version of EC2's interface that these requests are written in.</summary>
    public const string Version = "2016-11-15";

    /// <summary>What the service answers to a call that would have been allowed.</summary>
    private const string WouldHaveSucceeded = "DryRunOperation";

    /// <summary>Most names of a DescribeInstanceTypes call.</summary>
    private const int MaxTypes = 100;

    /// <summary>Rows of a page of DescribeInstanceTypes.</summary>
    private const string TypePage = "100";

    /// <inheritdoc/>
    public async IAsyncEnumerable<SpotPrice> SpotPricesAsync(SpotPriceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Without a time the service goes back as far as it can; since a moment, it begins with the prices that held at it.
        DateTimeOffset? from = query.From ?? query.To ?? time.GetUtcNow();
        await foreach (XElement row in PagesAsync(
            "DescribeSpotPriceHistory", query.InstanceTypes.FirstOrDefault() ?? "all types", "spotPriceHistorySet",
            form => Filter(form, query)
                .Add("InstanceType", query.InstanceTypes)
                .Add("ProductDescription", query.Products)
                .Add("StartTime", from)
                .Add("EndTime", query.To)
                .Add("MaxResults", query.PageSize.ToString(CultureInfo.InvariantCulture)),
            cancellationToken))
        {
            yield return Ec2Replies.Price(row);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Ec2InstanceType>> InstanceTypesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var found = new List<Ec2InstanceType>();
        foreach (string[] chunk in names.Count == 0 ? [[]] : names.Chunk(MaxTypes))
        {
            // The service takes either names or a size of pages.
            await foreach (XElement row in PagesAsync(
                "DescribeInstanceTypes", chunk.FirstOrDefault() ?? "all types", "instanceTypeSet",
                form => form.Add("InstanceType", chunk).Add("MaxResults", chunk.Length == 0 ? TypePage : null), cancellationToken))
            {
                found.Add(Ec2Replies.Type(row));
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Ec2Instance> InstancesAsync(InstanceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (XElement reservation in PagesAsync(
            "DescribeInstances", query.Ids.FirstOrDefault() ?? "all instances", "reservationSet",
            form => Filters(form, query.Filters)
                .Add("InstanceId", query.Ids)
                .Add("MaxResults", query.Ids.Count == 0 ? query.PageSize.ToString(CultureInfo.InvariantCulture) : null),
            cancellationToken))
        {
            foreach (XElement row in reservation.Items("instancesSet"))
            {
                yield return Ec2Replies.Instance(row);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> SubnetZonesAsync(IReadOnlyCollection<string> subnets, CancellationToken cancellationToken)
    {
        var zones = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (XElement row in PagesAsync(
            "DescribeSubnets", subnets.FirstOrDefault() ?? "none", "subnetSet", form => form.Add("SubnetId", subnets), cancellationToken))
        {
            zones[row.Text("subnetId")] = row.Text("availabilityZone");
        }

        return zones;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstanceChange>> TerminateInstancesAsync(IReadOnlyCollection<string> ids, bool dryRun, CancellationToken cancellationToken)
    {
        QueryForm form = caller.Form("TerminateInstances").Add("InstanceId", ids).Add("DryRun", dryRun ? "true" : null);
        XElement reply = await caller.SendAsync("TerminateInstances", string.Join(' ', ids), form, cancellationToken, dryRun ? WouldHaveSucceeded : null);
        return [.. reply.Items("instancesSet").Select(Ec2Replies.Change)];
    }

    private async IAsyncEnumerable<XElement> PagesAsync(
        string operation, string subject, string set, Func<QueryForm, QueryForm> fill, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            XElement reply = await caller.SendAsync(operation, subject, fill(caller.Form(operation)).Add("NextToken", token), cancellationToken);
            foreach (XElement item in reply.Items(set))
            {
                yield return item;
            }

            token = reply.Text("nextToken") is { Length: > 0 } next ? next : null;
        }
        while (token is not null);
    }

    private static QueryForm Filter(QueryForm form, SpotPriceQuery query) => query.Zones.Count == 0
        ? form
        : Filters(form, new Dictionary<string, IReadOnlyCollection<string>> { ["availability-zone"] = query.Zones });

    private static QueryForm Filters(QueryForm form, IReadOnlyDictionary<string, IReadOnlyCollection<string>> filters)
    {
        int index = 0;
        foreach ((string name, IReadOnlyCollection<string> values) in filters)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"Filter.{++index}");
            form.Add(prefix + ".Name", name).Add(prefix + ".Value", values);
        }

        return form;
    }
}
