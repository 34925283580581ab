namespace HtcFlow.AwsEmulator.Options;

/// <summary>Machines, prices, and the queues that are there from the start.</summary>
public sealed class WorldOptions
{
    /// <summary>Zones of each region, as the letters behind its name.</summary>
    public string[] Zones { get; set; } = ["a", "b", "c"];

    /// <summary>Queues that every region has from the start, each with a spot compute environment of the same name.</summary>
    public PresetQueue[] Queues { get; set; } = [new PresetQueue()];

    /// <summary>vCPUs that one pool (instance type and zone) has unless <see cref="PoolVcpus"/> names it.</summary>
    public int DefaultPoolVcpus { get; set; } = 100_000;

    /// <summary>vCPUs of pools by <c>type</c>, <c>zone</c> or <c>type/zone</c>.</summary>
    public Dictionary<string, int> PoolVcpus { get; set; } = new(StringComparer.Ordinal);

    /// <summary>vCPUs that all pools of a zone have together, by zone or <c>*</c>; a zone that is not named has no such limit.</summary>
    public Dictionary<string, int> ZoneVcpus { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Time from the request of an instance until it runs.</summary>
    public TimeSpan InstanceStart { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How far that time differs from instance to instance, as a share of it.</summary>
    public double InstanceStartSpread { get; set; }

    /// <summary>How often queues with a backlog ask for instances.</summary>
    public TimeSpan ScalePeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which an instance without work is given back.</summary>
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Share of an instance's memory that jobs may have.</summary>
    public double MemoryShare { get; set; } = 0.95;

    /// <summary>Mean reclaims an instance and hour on the spot market.</summary>
    public double ReclaimsPerHour { get; set; }

    /// <summary>Mean share of the on-demand price that spot costs.</summary>
    public double SpotShare { get; set; } = 0.38;

    /// <summary>How far spot prices move around their mean, as a share of it.</summary>
    public double SpotSwing { get; set; } = 0.2;

    /// <summary>Time between two prices of a pool.</summary>
    public TimeSpan PriceStep { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How long an element runs where elements are virtual and nobody decides it.</summary>
    public TimeSpan VirtualRunTime { get; set; } = TimeSpan.FromMinutes(10);
}
