namespace HtcFlow.Aws;

/// <summary>Which account and region calls go to, and how fast.</summary>
/// <remarks>Holds no secret: keys come from where the AWS tools look for them (environment, profile, single sign-on, web identity, container, instance).</remarks>
public sealed record AwsOptions
{
    /// <summary>AWS's figure for Batch: calls a second of all kinds in an account and region together.</summary>
    public const double UsualBatchRate = 50;

    /// <summary>What EC2 gives back a second to the bucket of its describing calls.</summary>
    public const double UsualEc2Rate = 20;

    /// <summary>Profile of the AWS configuration; null for what the environment says.</summary>
    public string? Profile { get; init; }

    /// <summary>Region such as <c>eu-west-1</c>; null for AWS_REGION, the profile's, or the instance's own.</summary>
    public string? Region { get; init; }

    /// <summary>Address that all services are called at; null for AWS_ENDPOINT_URL_..., AWS_ENDPOINT_URL, the profile's, or AWS.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Batch calls a second to begin with; what is really allowed is learnt.</summary>
    public double BatchRate { get; init; } = UsualBatchRate;

    /// <summary>EC2 calls a second to begin with; what is really allowed is learnt.</summary>
    public double Ec2Rate { get; init; } = UsualEc2Rate;

    /// <summary>Longest that a request may take, once it has its turn, before it counts as lost.</summary>
    public TimeSpan TryLimit { get; init; } = TimeSpan.FromSeconds(30);
}
