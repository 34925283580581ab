namespace HtcFlow.Backends.Simulated.World;

/// <summary>How machines come, misbehave and go.</summary>
public sealed record FleetModel
{
    /// <summary>Machines started per minute in one zone.</summary>
    public int RampPerZoneMinute { get; init; } = 500;

    /// <summary>Most machines of all types in one zone; 5,000 was the limit met in 2018.</summary>
    public int MaxPerZone { get; init; } = 5_000;

    /// <summary>Mean time from the request of a machine to its first container; it is paid for.</summary>
    public TimeSpan Boot { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Mean time from the start of a container to that of its command: image, stage-in.</summary>
    public TimeSpan ContainerStart { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A machine without work is given back after this time.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between the notice of a reclaim and its effect; 120 s on EC2.</summary>
    public TimeSpan Notice { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Share of the reclaims that come without a notice.</summary>
    public double NoNoticeShare { get; init; } = 0.02;

    /// <summary>Share of the machines that are horribly slow.</summary>
    public double SlowShare { get; init; } = 0.02;

    /// <summary>Speed of a slow machine relative to its type.</summary>
    public double SlowSpeed { get; init; } = 0.1;

    /// <summary>Share of the machines with low memory bandwidth.</summary>
    public double LowBandwidthShare { get; init; }

    /// <summary>Speed of a machine with low memory bandwidth relative to its type.</summary>
    public double LowBandwidthSpeed { get; init; } = 0.5;

    /// <summary>Share of the machines on which output stalls.</summary>
    public double StalledShare { get; init; } = 0.002;

    /// <summary>Probability per hour that a machine dies without a word.</summary>
    public double DeathPerHour { get; init; } = 0.0005;

    /// <summary>Time until the service notices that a machine is dead.</summary>
    public TimeSpan DeathNoticed { get; init; } = TimeSpan.FromMinutes(8);
}
