namespace HtcFlow.Forecast.Markets;

/// <summary>What a market file says about machines of a type; null where it says nothing.</summary>
public sealed record MachineFacts
{
    /// <summary>Processors of one machine.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Memory of one machine in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Mean speed of one processor relative to the machine that the task times are given for.</summary>
    public double? Speed { get; init; }

    /// <summary>Standard deviation of the speed between machines, relative to the mean.</summary>
    public double? SpeedDeviation { get; init; }

    /// <summary>Probability per hour that a machine is reclaimed.</summary>
    public double? HazardPerHour { get; init; }

    /// <summary>Most machines of the type at a time in a zone.</summary>
    public int? MaxMachines { get; init; }

    /// <summary>These facts, and those of others where these say nothing.</summary>
    public MachineFacts Or(MachineFacts? other) => other is null ? this : new MachineFacts
    {
        Vcpus = Vcpus ?? other.Vcpus,
        MemoryBytes = MemoryBytes ?? other.MemoryBytes,
        Speed = Speed ?? other.Speed,
        SpeedDeviation = SpeedDeviation ?? other.SpeedDeviation,
        HazardPerHour = HazardPerHour ?? other.HazardPerHour,
        MaxMachines = MaxMachines ?? other.MaxMachines,
    };
}
