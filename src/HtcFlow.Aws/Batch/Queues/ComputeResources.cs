using System.Text.Json.Serialization;

namespace HtcFlow.Aws.Batch.Queues;

/// <summary>What a compute environment starts.</summary>
public sealed record ComputeResources
{
    /// <summary><c>SPOT</c>, <c>EC2</c>, <c>FARGATE</c> or <c>FARGATE_SPOT</c>.</summary>
    public string? Type { get; init; }

    /// <summary>For example <c>SPOT_PRICE_CAPACITY_OPTIMIZED</c>.</summary>
    public string? AllocationStrategy { get; init; }

    /// <summary>Virtual processors that are kept even without jobs.</summary>
    [JsonPropertyName("minvCpus")]
    public int? MinVcpus { get; init; }

    /// <summary>Most virtual processors.</summary>
    [JsonPropertyName("maxvCpus")]
    public int? MaxVcpus { get; init; }

    /// <summary>Virtual processors that the service thinks right at the moment.</summary>
    [JsonPropertyName("desiredvCpus")]
    public int? DesiredVcpus { get; init; }

    /// <summary>Types or families of instances.</summary>
    public IReadOnlyList<string>? InstanceTypes { get; init; }

    /// <summary>Ids of subnets, which also say the zones.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Ids of security groups.</summary>
    public IReadOnlyList<string>? SecurityGroupIds { get; init; }

    /// <summary>ARN of the instances' profile.</summary>
    public string? InstanceRole { get; init; }

    /// <summary>Most that is paid, in percent of the price on demand; null for 100.</summary>
    public int? BidPercentage { get; init; }

    /// <summary>Where metadata options and disks are set; null for none.</summary>
    public LaunchTemplate? LaunchTemplate { get; init; }

    /// <summary>Machine images by kind of instance; null for the service's own.</summary>
    public IReadOnlyList<ImageChoice>? Ec2Configuration { get; init; }

    /// <summary>Name of the key pair for logins; null for none.</summary>
    public string? Ec2KeyPair { get; init; }

    /// <summary>Placement group of the instances; null for none.</summary>
    public string? PlacementGroup { get; init; }

    /// <summary>ARN of the role of the spot fleet, for the strategy <c>BEST_FIT</c>; null for none.</summary>
    public string? SpotIamFleetRole { get; init; }

    /// <summary>Tags of the instances.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
