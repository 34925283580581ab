namespace HtcFlow.Backends.Simulated.World;

/// <summary>Machines of one instance type in one zone.</summary>
public sealed record PoolSpec
{
    /// <summary>Instance type, for example <c>c5.9xlarge</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Zone, for example <c>us-east-1a</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Processors of one machine, at least 1.</summary>
    public required int Vcpus { get; init; }

    /// <summary>Memory of one machine in bytes; 0 for more than enough.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Mean speed: work of <see cref="TaskModel.WorkSeconds"/> takes that many seconds divided by the speed.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Standard deviation of the speed of its machines relative to the mean; up to 0.25 was measured in the run of 2018.</summary>
    public double SpeedDeviation { get; init; } = 0.08;

    /// <summary>Price of one machine in dollars an hour.</summary>
    public required PriceSeries Price { get; init; }

    /// <summary>Probability per hour that a machine is reclaimed; 0 for machines that are bought on demand.</summary>
    public double HazardPerHour { get; init; }

    /// <summary>Most machines that can be had at a time.</summary>
    public int MaxMachines { get; init; } = int.MaxValue;
}
