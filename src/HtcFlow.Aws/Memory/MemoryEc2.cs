using System.Runtime.CompilerServices;
using HtcFlow.Aws.Ec2;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Memory;

/// <summary>Instances and a market in memory.</summary>
/// <remarks>Callers: any thread. Of filters it knows <c>instance-state-name</c>, <c>instance-type</c>, <c>tag-key</c> and <c>tag:...</c>.</remarks>
public sealed class MemoryEc2 : IEc2
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Ec2Instance> _instances = [];
    private readonly List<SpotPrice> _prices = [];
    private readonly Dictionary<string, Ec2InstanceType> _types = [];
    private readonly Dictionary<string, string> _subnets = [];

    /// <summary>Counts calls and has some fail.</summary>
    public MemoryWeather Weather { get; } = new();

    /// <summary>Adds an instance, or puts it in the place of the one with its id.</summary>
    public void Set(Ec2Instance instance)
    {
        lock (_lock)
        {
            _instances[instance.Id] = instance;
        }
    }

    /// <summary>Adds a price.</summary>
    public void Add(SpotPrice price)
    {
        lock (_lock)
        {
            _prices.Add(price);
        }
    }

    /// <summary>Adds a type of instances.</summary>
    public void Add(Ec2InstanceType type)
    {
        lock (_lock)
        {
            _types[type.Name] = type;
        }
    }

    /// <summary>Adds a subnet.</summary>
    public void AddSubnet(string id, string zone)
    {
        lock (_lock)
        {
            _subnets[id] = zone;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> SubnetZonesAsync(IReadOnlyCollection<string> subnets, CancellationToken cancellationToken)
    {
        Weather.OnCall("DescribeSubnets", subnets.FirstOrDefault() ?? "")();
        lock (_lock)
        {
            return subnets.FirstOrDefault(id => !_subnets.ContainsKey(id)) is { } unknown
                ? throw new FaultException(FaultKind.Gone, "DescribeSubnets", unknown, "there is no such subnet")
                : Task.FromResult<IReadOnlyDictionary<string, string>>(subnets.Distinct().ToDictionary(static id => id, id => _subnets[id], StringComparer.Ordinal));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SpotPrice> SpotPricesAsync(SpotPriceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        Weather.OnCall("DescribeSpotPriceHistory", "")();
        SpotPrice[] found;
        lock (_lock)
        {
            found = [.. _prices
                .Where(price => (query.InstanceTypes.Count == 0 || query.InstanceTypes.Contains(price.InstanceType))
                    && (query.Zones.Count == 0 || query.Zones.Contains(price.Zone)) && query.Products.Contains(price.Product)
                    && (query.To is null || price.From < query.To))
                .GroupBy(static price => (price.InstanceType, price.Zone, price.Product))
                .SelectMany(group => InForce([.. group.OrderByDescending(static price => price.From)], query.From))
                .OrderByDescending(static price => price.From)];
        }

        foreach (SpotPrice price in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return price;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Ec2InstanceType>> InstanceTypesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        Weather.OnCall("DescribeInstanceTypes", names.FirstOrDefault() ?? "")();
        lock (_lock)
        {
            if (names.FirstOrDefault(name => !_types.ContainsKey(name)) is { } unknown)
            {
                throw new FaultException(FaultKind.Broken, "DescribeInstanceTypes", unknown, "there is no such type of instances");
            }

            return Task.FromResult<IReadOnlyList<Ec2InstanceType>>(names.Count == 0 ? [.. _types.Values] : [.. names.Select(name => _types[name])]);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Ec2Instance> InstancesAsync(InstanceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        Weather.OnCall("DescribeInstances", query.Ids.FirstOrDefault() ?? "")();
        Ec2Instance[] found;
        lock (_lock)
        {
            Check("DescribeInstances", query.Ids);
            found = [.. _instances.Values.Where(instance =>
                (query.Ids.Count == 0 || query.Ids.Contains(instance.Id)) && query.Filters.All(filter => Fits(instance, filter.Key, filter.Value)))];
        }

        foreach (Ec2Instance instance in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return instance;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceChange>> TerminateInstancesAsync(IReadOnlyCollection<string> ids, bool dryRun, CancellationToken cancellationToken)
    {
        Action end = Weather.OnCall("TerminateInstances", ids.FirstOrDefault() ?? "");
        var changes = new List<InstanceChange>();
        lock (_lock)
        {
            Check("TerminateInstances", ids);
            foreach (string id in dryRun ? [] : ids)
            {
                Ec2Instance old = _instances[id];
                string after = old.State == "terminated" ? old.State : "shutting-down";
                changes.Add(new InstanceChange(id, old.State, after));
                _instances[id] = old with { State = after };
            }
        }

        end();
        return Task.FromResult<IReadOnlyList<InstanceChange>>(changes);
    }

    // Newest first: all that began after the time, and the one before them, which held at it.
    private static IEnumerable<SpotPrice> InForce(SpotPrice[] newestFirst, DateTimeOffset? from)
    {
        foreach (SpotPrice price in newestFirst)
        {
            yield return price;
            if (from is null || price.From <= from)
            {
                yield break;
            }
        }
    }

    private void Check(string operation, IReadOnlyCollection<string> ids)
    {
        if (ids.FirstOrDefault(id => !_instances.ContainsKey(id)) is { } unknown)
        {
            throw new FaultException(FaultKind.Gone, operation, unknown, "there is no such instance");
        }
    }

    private static bool Fits(Ec2Instance instance, string filter, IReadOnlyCollection<string> values) =>
        filter == "tag-key" ? values.Any(instance.Tags.ContainsKey) : values.Contains(Value(instance, filter));

    private static string Value(Ec2Instance instance, string filter) => filter switch
    {
        "instance-state-name" => instance.State,
        "instance-type" => instance.InstanceType,
        _ => filter.StartsWith("tag:", StringComparison.Ordinal) ? instance.Tags.GetValueOrDefault(filter[4..]) ?? "" : "",
    };
}
