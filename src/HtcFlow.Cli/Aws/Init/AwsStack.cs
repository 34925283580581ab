namespace HtcFlow.Cli.Aws.Init;

/// <summary>What a template is to make; everything in it has been checked.</summary>
internal sealed record AwsStack
{
    /// <summary>Name of the stack, and what the names of its resources begin with.</summary>
    public required string Name { get; init; }

    /// <summary>Region.</summary>
    public required string Region { get; init; }

    /// <summary>Account, twelve digits; empty when it is not known yet.</summary>
    public string Account { get; init; } = "";

    /// <summary>Sets of instance types.</summary>
    public required IReadOnlyList<TypeSet> Sets { get; init; }

    /// <summary>Most virtual processors of each set at a time.</summary>
    public required int MaxVcpus { get; init; }

    /// <summary>Zones of a new network; empty for the first few of the region.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>Subnets of a network that is there; empty for a new network.</summary>
    public IReadOnlyList<string> Subnets { get; init; } = [];

    /// <summary>Network that is there; empty for a new one.</summary>
    public string Vpc { get; init; } = "";

    /// <summary>Bucket that is there; empty for a new one.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>Where tasks work.</summary>
    public ScratchKind Scratch { get; init; }

    /// <summary>Size of the root volume in GiB; 0 for the image's own.</summary>
    public int RootGibibytes { get; init; }

    /// <summary>Days after which objects below <see cref="ExpirePrefix"/> go; 0 for never.</summary>
    public int ExpireDays { get; init; }

    /// <summary>Prefix of what goes after <see cref="ExpireDays"/>.</summary>
    public string ExpirePrefix { get; init; } = "";

    /// <summary>Whether the submitter may terminate instances of this stack.</summary>
    public bool AllowsTerminate { get; init; }

    /// <summary>Whether the submitter may make and remove queues of calibrations.</summary>
    public bool AllowsCalibrate { get; init; }

    /// <summary>Whether the stack has a network of its own.</summary>
    public bool HasNetwork => Subnets.Count == 0;

    /// <summary>Partition of the region, which ARNs begin with.</summary>
    public string Partition => Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";

    /// <summary>What names of hosts end in.</summary>
    public string Domain => Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
