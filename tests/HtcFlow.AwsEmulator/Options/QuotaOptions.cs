namespace HtcFlow.AwsEmulator.Options;

/// <summary>A quota of the account in every region.</summary>
public sealed class QuotaOptions
{
    /// <summary>Code of the service, such as <c>ec2</c>.</summary>
    public string Service { get; set; } = "";

    /// <summary>Code of the quota.</summary>
    public string Code { get; set; } = "";

    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Value.</summary>
    public double Value { get; set; }

    /// <summary>Whether it is the default: the account has none of its own, and only GetAWSDefaultServiceQuota tells it.</summary>
    public bool IsDefault { get; set; }

    /// <summary>Code of the quota of spot vCPUs, which instances are counted against.</summary>
    public const string SpotVcpus = "L-34B43A08";

    /// <summary>The quotas that a throughput campaign meets.</summary>
    public static QuotaOptions[] Usual =>
    [
        new() { Service = "ec2", Code = SpotVcpus, Name = "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", Value = 1_000_000 },
        new() { Service = "ec2", Code = "L-1216C47A", Name = "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", Value = 5_000 },
        new() { Service = "ebs", Code = "L-7A658B76", Name = "Storage for General Purpose SSD (gp3) volumes, in TiB", Value = 300 },
        new() { Service = "ebs", Code = "L-D18FCD1D", Name = "Storage for General Purpose SSD (gp2) volumes, in TiB", Value = 300 },
        new() { Service = "batch", Code = "L-144F0CA5", Name = "Job queue limit", Value = 50 },
    ];
}
