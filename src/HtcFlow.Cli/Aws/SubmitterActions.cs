namespace HtcFlow.Cli.Aws;

/// <summary>What a campaign's engine and its checks call, by what each may be confined to.</summary>
/// <remarks>The policy that <c>aws init</c> writes and the permissions that <c>doctor</c> looks at are made of the same lists.</remarks>
internal static class SubmitterActions
{
    /// <summary>Reading calls of which the services know no narrower resource than all.</summary>
    public static IReadOnlyList<string> Look { get; } =
    [
        "batch:DescribeJobs", "batch:ListJobs", "batch:DescribeJobDefinitions", "batch:DescribeJobQueues", "batch:DescribeComputeEnvironments",
        "ec2:DescribeInstances", "ec2:DescribeInstanceTypes", "ec2:DescribeSpotPriceHistory", "ec2:DescribeLaunchTemplateVersions",
        "servicequotas:GetServiceQuota", "servicequotas:GetAWSDefaultServiceQuota",
    ];

    /// <summary>Without these of <see cref="Look"/> no campaign runs; without the others checks and prices know less.</summary>
    public static IReadOnlyList<string> Watch { get; } = ["batch:DescribeJobs", "batch:ListJobs", "batch:DescribeJobDefinitions", "batch:DescribeJobQueues", "batch:DescribeComputeEnvironments"];

    /// <summary>Confined to queues and to the definitions that the engine registers.</summary>
    public static IReadOnlyList<string> Submit { get; } = ["batch:SubmitJob"];

    /// <summary>Confined to the definitions that the engine registers.</summary>
    public static IReadOnlyList<string> Register { get; } = ["batch:RegisterJobDefinition"];

    /// <summary>Confined to jobs.</summary>
    public static IReadOnlyList<string> Stop { get; } = ["batch:TerminateJob", "batch:CancelJob"];

    /// <summary>Confined to jobs and those definitions; the service asks for it where a request has tags.</summary>
    public static IReadOnlyList<string> Tag { get; } = ["batch:TagResource"];

    /// <summary>Confined to instances with the tag of Batch, and given only where slow hosts may be terminated.</summary>
    public static IReadOnlyList<string> Terminate { get; } = ["ec2:TerminateInstances"];

    /// <summary>Confined to queues and compute environments of calibrations, and given only where those may be made.</summary>
    public static IReadOnlyList<string> Calibrate { get; } =
    [
        "batch:CreateComputeEnvironment", "batch:UpdateComputeEnvironment", "batch:DeleteComputeEnvironment", "batch:CreateJobQueue", "batch:UpdateJobQueue",
        "batch:DeleteJobQueue",
    ];

    /// <summary>Reading call of a calibration of which EC2 knows no narrower resource than all.</summary>
    public static IReadOnlyList<string> CalibrateLook { get; } = ["ec2:DescribeSubnets"];

    /// <summary>Confined to the objects of a bucket.</summary>
    public static IReadOnlyList<string> Objects { get; } = ["s3:GetObject", "s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject", "s3:AbortMultipartUpload"];

    /// <summary>Confined to a bucket.</summary>
    public static IReadOnlyList<string> Bucket { get; } = ["s3:ListBucket"];

    /// <summary>What names of queues and compute environments of calibrations begin with.</summary>
    public const string CalibratePrefix = "htcflow-calibrate-";

    /// <summary>What names of the engine's job definitions begin with.</summary>
    public const string DefinitionPrefix = "htcflow-";
}
