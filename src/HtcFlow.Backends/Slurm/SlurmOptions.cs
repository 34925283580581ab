using HtcFlow.Backends.Clusters;

namespace HtcFlow.Backends.Slurm;

/// <summary>How arrays are sent to a Slurm cluster, and how it is watched.</summary>
public sealed record SlurmOptions : ClusterOptions<SlurmOptions>
{
    /// <summary>Partition, or partitions parted by commas (<c>--partition</c>); empty leaves it to the scheduler.</summary>
    public string Partition { get; init; } = "";

    /// <summary>Account that is charged (<c>--account</c>); empty for the user's own.</summary>
    public string Account { get; init; } = "";

    /// <summary>Quality of service (<c>--qos</c>); empty for the usual one.</summary>
    public string Qos { get; init; } = "";

    /// <summary>Features that a node must have (<c>--constraint</c>); empty for none.</summary>
    public string Constraint { get; init; } = "";

    /// <summary>Generic resource that counts accelerators (<c>--gres</c>); empty asks for none.</summary>
    public string AcceleratorResource { get; init; } = "gpu";

    /// <summary>Directory in which runners start (<c>--chdir</c>); where it is missing they start in <c>/tmp</c>.</summary>
    public string WorkDirectory { get; init; } = "/tmp";

    /// <summary>Time between SIGTERM to the runner and the end of its time limit (<c>--signal</c>); Slurm may send it a minute earlier.</summary>
    public TimeSpan WarningTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the accounting database, where there is one, may lag behind the end of an element.</summary>
    public TimeSpan AccountingLag { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often looking is worth it while elements are open: Slurm tells of no end by itself.</summary>
    public TimeSpan NewsInterval { get; init; } = TimeSpan.FromSeconds(15);
}
