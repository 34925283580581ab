namespace HtcFlow.Aws.Ec2;

/// <summary>Which spot prices are wanted.</summary>
public sealed record SpotPriceQuery
{
    /// <summary>The product that containers run on.</summary>
    public const string Linux = "Linux/UNIX";

    /// <summary>Types of instances; empty for all.</summary>
    public IReadOnlyCollection<string> InstanceTypes { get; init; } = [];

    /// <summary>Names of zones; empty for all of the region.</summary>
    public IReadOnlyCollection<string> Zones { get; init; } = [];

    /// <summary>Operating systems.</summary>
    public IReadOnlyCollection<string> Products { get; init; } = [Linux];

    /// <summary>Prices that held at this time or began after it, at most 90 days back; null for the present ones only.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Prices that began before this time; null for now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Rows a page, up to 1,000.</summary>
    public int PageSize { get; init; } = 1000;
}
