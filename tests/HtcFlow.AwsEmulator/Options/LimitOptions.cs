namespace HtcFlow.AwsEmulator.Options;

/// <summary>The limits of AWS Batch and EC2, as the service documentation gives them in 2026.</summary>
public sealed class LimitOptions
{
    /// <summary>Calls a second of all Batch operations together, in one account and region.</summary>
    public double BatchCallsPerSecond { get; set; } = 50;

    /// <summary>Batch calls that may come at once after a pause.</summary>
    public double BatchBurst { get; set; } = 50;

    /// <summary>EC2 calls a second in one account and region.</summary>
    public double Ec2CallsPerSecond { get; set; } = 20;

    /// <summary>EC2 calls that may come at once after a pause.</summary>
    public double Ec2Burst { get; set; } = 100;

    /// <summary>Largest array.</summary>
    public int ArraySize { get; set; } = 10_000;

    /// <summary>Most jobs that one job may depend on.</summary>
    public int Dependencies { get; set; } = 20;

    /// <summary>Most bytes of a SubmitJob request.</summary>
    public int SubmitBytes { get; set; } = 30 * 1024;

    /// <summary>Most bytes of a job definition.</summary>
    public int DefinitionBytes { get; set; } = 24 * 1024;

    /// <summary>Most characters of container overrides.</summary>
    public int OverrideCharacters { get; set; } = 8192;

    /// <summary>Most jobs that DescribeJobs takes.</summary>
    public int DescribedJobs { get; set; } = 100;

    /// <summary>Most jobs in the state SUBMITTED.</summary>
    public int SubmittedJobs { get; set; } = 1_000_000;

    /// <summary>Most attempts of a job.</summary>
    public int Attempts { get; set; } = 10;

    /// <summary>Most rules of a retry strategy.</summary>
    public int RetryRules { get; set; } = 5;

    /// <summary>Shortest timeout of an attempt.</summary>
    public TimeSpan ShortestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Most queues, and most compute environments, of an account in a region.</summary>
    public int Queues { get; set; } = 50;

    /// <summary>Most compute environments of a queue.</summary>
    public int EnvironmentsPerQueue { get; set; } = 3;

    /// <summary>Most tags of a resource.</summary>
    public int Tags { get; set; } = 50;

    /// <summary>How far the clock of a signature may be off.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(5);
}
