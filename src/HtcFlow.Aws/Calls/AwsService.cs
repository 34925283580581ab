namespace HtcFlow.Aws.Calls;

/// <summary>A service of AWS.</summary>
/// <param name="Name">As actions of policies begin, for example <c>batch</c>.</param>
/// <param name="SigningName">As signatures call it.</param>
/// <param name="HostPrefix">What its address begins with.</param>
/// <param name="Setting">What settings of addresses call it, for example <c>BATCH</c> in AWS_ENDPOINT_URL_BATCH.</param>
internal sealed record AwsService(string Name, string SigningName, string HostPrefix, string Setting)
{
    public static AwsService Batch { get; } = new("batch", "batch", "batch", "BATCH");

    public static AwsService Ec2 { get; } = new("ec2", "ec2", "ec2", "EC2");

    public static AwsService Sts { get; } = new("sts", "sts", "sts", "STS");

    public static AwsService Iam { get; } = new("iam", "iam", "iam", "IAM");

    public static AwsService Ecr { get; } = new("ecr", "ecr", "api.ecr", "ECR");

    public static AwsService Quotas { get; } = new("servicequotas", "servicequotas", "servicequotas", "SERVICE_QUOTAS");
}
