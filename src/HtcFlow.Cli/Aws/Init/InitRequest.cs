namespace HtcFlow.Cli.Aws.Init;

/// <summary>A stack as a person asks for it, not yet checked.</summary>
internal sealed record InitRequest
{
    /// <summary>Name of the stack.</summary>
    public string Name { get; init; } = "htcflow";

    /// <summary>Region; empty when none is given.</summary>
    public string Region { get; init; } = "";

    /// <summary>Account; empty when it is not known.</summary>
    public string Account { get; init; } = "";

    /// <summary>Lists of types, one for each set.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Most virtual processors of each set.</summary>
    public int MaxVcpus { get; init; }

    /// <summary>List of zones.</summary>
    public string Zones { get; init; } = "";

    /// <summary>List of subnets.</summary>
    public string Subnets { get; init; } = "";

    /// <summary>Network of the subnets.</summary>
    public string Vpc { get; init; } = "";

    /// <summary>Whether a network is to be made.</summary>
    public bool WantsNetwork { get; init; }

    /// <summary>A bucket, or <c>new</c>.</summary>
    public string Bucket { get; init; } = "new";

    /// <summary><c>none</c>, <c>instance-store</c> or <c>ebs-gp3:GiB</c>.</summary>
    public string Scratch { get; init; } = "none";

    /// <summary><c>prefix:days</c>; empty for none.</summary>
    public string Expire { get; init; } = "";

    /// <summary>Whether the submitter may terminate instances.</summary>
    public bool AllowsTerminate { get; init; }

    /// <summary>Whether the submitter may make and remove queues of calibrations.</summary>
    public bool AllowsCalibrate { get; init; }
}
