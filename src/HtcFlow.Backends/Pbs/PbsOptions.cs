using HtcFlow.Backends.Clusters;

namespace HtcFlow.Backends.Pbs;

/// <summary>How arrays are sent to a PBS server, and how it is watched.</summary>
public sealed record PbsOptions : ClusterOptions<PbsOptions>
{
    /// <summary>Options with a look at the queue each 30 s: one is three commands, whatever the number of arrays.</summary>
    public PbsOptions() => PollInterval = TimeSpan.FromSeconds(30);

    /// <summary>Family of PBS.</summary>
    public PbsDialect Dialect { get; init; }

    /// <summary>Queue (<c>-q</c>); empty leaves it to the server.</summary>
    public string Queue { get; init; } = "";

    /// <summary>Project (<c>-P</c>); empty for none.</summary>
    public string Project { get; init; } = "";

    /// <summary>Account that is charged (<c>-A</c>); empty for none.</summary>
    public string Account { get; init; } = "";

    /// <summary>Priority among the user's own jobs (<c>-p</c>), -1024 .. 1023.</summary>
    public int Priority { get; init; }

    /// <summary>Resource that counts accelerators of a chunk; empty asks for none.</summary>
    public string AcceleratorResource { get; init; } = "ngpus";

    /// <summary>How often looking is worth it while elements are open: PBS tells of no end by itself.</summary>
    public TimeSpan NewsInterval { get; init; } = TimeSpan.FromSeconds(30);
}
