namespace HtcFlow.Backends.AwsBatch;

/// <summary>How arrays are sent to a queue of AWS Batch, and how it is watched.</summary>
public sealed record AwsBatchOptions
{
    /// <summary>Queue, by name or ARN.</summary>
    public required string Queue { get; init; }

    /// <summary>Image whose entry point is <c>htcflow-runner</c>, by tag or digest.</summary>
    public required string Image { get; init; }

    /// <summary>Region; empty for that of the environment, the profile or the instance.</summary>
    public string Region { get; init; } = "";

    /// <summary>Profile of the AWS configuration, which also says the account; empty for what the environment says.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Address that AWS's services are called at; null for their own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Role of the command, for the store; empty for that of the instance.</summary>
    public string JobRole { get; init; } = "";

    /// <summary>Role that gets the image and writes the log; empty for that of the instance.</summary>
    public string ExecutionRole { get; init; } = "";

    /// <summary>Share identifier, for queues with fair shares; empty for none.</summary>
    public string Share { get; init; } = "";

    /// <summary>Priority within a share, 0..9999; null for the queue's order.</summary>
    public int? Priority { get; init; }

    /// <summary>Tags of jobs and their tasks beside campaign and stage.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Directory of the hosts below which tasks work, mounted in every container; empty for the container's own disk.</summary>
    public string Scratch { get; init; } = "";

    /// <summary>Directory of the hosts that keeps inputs and programs for later containers; empty for none.</summary>
    public string Cache { get; init; } = "";

    /// <summary>Variables for every runner; an ask's own variables win.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether slow spot hosts are given back: their instances are terminated, with whatever else runs there.</summary>
    public bool TerminatesHosts { get; init; }

    /// <summary>Most instances that are terminated within an hour.</summary>
    public int MostTerminations { get; init; } = 20;

    /// <summary>How often the arrays are worth looking at; a look is one call for 100 of them.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often looking is worth it while elements are open; null leaves it to <see cref="PollInterval"/>, since the service tells nothing by itself.</summary>
    public TimeSpan? NewsInterval { get; init; }

    /// <summary>Longest time for which the service may not show what was submitted; it promises nothing, seconds are usual.</summary>
    public TimeSpan SearchLag { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait before the children of an array are named again; times the number of pages that takes.</summary>
    public TimeSpan ListAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long nothing may move before it is looked for what keeps elements from starting.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most elements that wait or run at a time; the service bears a million submitted jobs.</summary>
    public long MaxOutstanding { get; init; } = 1_000_000;

    /// <summary>How arrays for single targets are sent, by name; what concerns watching is taken from these options here.</summary>
    public IReadOnlyDictionary<string, AwsBatchOptions> Targets { get; init; } = new Dictionary<string, AwsBatchOptions>();
}
