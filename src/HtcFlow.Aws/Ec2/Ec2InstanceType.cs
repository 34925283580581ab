namespace HtcFlow.Aws.Ec2;

/// <summary>What instances of a type have.</summary>
public sealed record Ec2InstanceType
{
    /// <summary>For example <c>c5.4xlarge</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Virtual processors.</summary>
    public int Vcpus { get; init; }

    /// <summary>Processor cores.</summary>
    public int Cores { get; init; }

    /// <summary>Memory in MiB.</summary>
    public long MemoryMebibytes { get; init; }

    /// <summary>For example <c>x86_64</c>.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>For example <c>spot</c> and <c>on-demand</c>.</summary>
    public IReadOnlyList<string> UsageClasses { get; init; } = [];

    /// <summary>Clock rate in GHz; 0 where it is not told.</summary>
    public double ClockGigahertz { get; init; }

    /// <summary>Disks of the host in GB of 10^9 bytes; 0 for none.</summary>
    public long LocalDiskGigabytes { get; init; }

    /// <summary>For example <c>Up to 10 Gigabit</c>.</summary>
    public string Network { get; init; } = "";

    /// <summary>Whether AWS still recommends it.</summary>
    public bool IsCurrent { get; init; }
}
