using HtcFlow.AwsEmulator.Batch;
using HtcFlow.AwsEmulator.Jobs;

namespace HtcFlow.AwsEmulator.World;

/// <summary>Everything of one region.</summary>
internal sealed class Region
{
    private long _sequence;

    public Region(Emulator emulator, string name)
    {
        Emulator = emulator;
        Name = name;
        Market = new Market(this);
        Fleet = new Fleet(this);
        Life = new JobLife(this);
        Runs = new JobRuns(this);
        Stops = new JobStops(this);
    }

    public Emulator Emulator { get; }

    public string Name { get; }

    public Words Words { get; } = new();

    public JobBook Jobs { get; } = new();

    public DefinitionBook Definitions { get; } = new();

    public Dictionary<string, JobQueue> Queues { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ComputeEnvironment> Environments { get; } = new(StringComparer.Ordinal);

    public Market Market { get; }

    public Fleet Fleet { get; }

    public JobLife Life { get; }

    public JobRuns Runs { get; }

    public JobStops Stops { get; }

    /// <summary>A number that was not given before.</summary>
    public long NextSequence() => ++_sequence;

    /// <summary>Zones of the region.</summary>
    public IEnumerable<string> Zones => Emulator.Options.World.Zones.Select(letter => Name + letter);

    /// <summary>The subnets that are there from the start, one a zone, with their zones.</summary>
    public IReadOnlyDictionary<string, string> Subnets => field ??= Zones
        .Select(static (zone, at) => (Id: $"subnet-0a1b2c3d4e5f607{0x18 + at:x2}", Zone: zone))
        .ToDictionary(static subnet => subnet.Id, static subnet => subnet.Zone, StringComparer.Ordinal);

    /// <summary>The zones in which an environment has subnets; all where it names subnets that nobody made.</summary>
    public IEnumerable<string> ZonesOf(ComputeEnvironment environment)
    {
        List<string> subnets = environment.Resources.Strings("subnets");
        return subnets.TrueForAll(Subnets.ContainsKey) ? Zones.Where(zone => subnets.Exists(id => Subnets[id] == zone)) : Zones;
    }

    /// <summary>A resource's name.</summary>
    public string Arn(string service, string resource) => $"arn:aws:{service}:{Name}:{Emulator.Options.AccountId}:{resource}";

    /// <summary>A queue by its name or its resource name.</summary>
    public JobQueue? FindQueue(string nameOrArn) =>
        Queues.GetValueOrDefault(nameOrArn) ?? Queues.Values.FirstOrDefault(queue => queue.Arn == nameOrArn);

    /// <summary>A compute environment by its name or its resource name.</summary>
    public ComputeEnvironment? FindEnvironment(string nameOrArn) =>
        Environments.GetValueOrDefault(nameOrArn) ?? Environments.Values.FirstOrDefault(environment => environment.Arn == nameOrArn);

    /// <summary>A moment that a job waited for has come.</summary>
    public void OnDue(Job job, JobMoment what, int first, int second)
    {
        switch (what)
        {
            case JobMoment.Queue: Life.OnQueued(job); break;
            case JobMoment.Publish: job.Publish(); break;
            case JobMoment.DependencyMet: Life.OnDependencyMet(job); break;
            case JobMoment.DependencyFailed: Life.OnDependencyFailed(job); break;
            case JobMoment.FailRest: Life.FailRest(job, first); break;
            case JobMoment.Begin: Runs.OnBegin(job, first, second); break;
            case JobMoment.End: Runs.OnPlannedEnd(job, first, second); break;
            case JobMoment.Timeout: Runs.OnTimeout(job, first, second); break;
            case JobMoment.Kill: Runs.OnKill(job, first, second); break;
            case JobMoment.Vanish: Jobs.Remove(job); break;
            default: throw new InvalidOperationException($"No job waits for {what}.");
        }
    }
}
