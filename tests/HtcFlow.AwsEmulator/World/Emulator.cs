using HtcFlow.AwsEmulator.Clock;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Jobs;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.World;

/// <summary>The whole emulated account: its regions, their common clock, dice and executor.</summary>
internal sealed class Emulator
{
    private readonly Dictionary<string, Region> _regions = new(StringComparer.Ordinal);

    private string? _state;

    public Emulator(EmulatorOptions options, TimeProvider time)
    {
        Options = options;
        Time = time;
        Agenda = new Agenda(time) { Settle = Settle };
        Dice = new Random(options.Seed);
        Executor = options.Executor switch
        {
            "virtual" => new VirtualExecutor(options.Work, () => options.World.VirtualRunTime),
            "process" => new ProcessExecutor(this, StateDirectory),
            "podman" => new PodmanExecutor(this, StateDirectory),
            _ => throw new ArgumentException($"There is no executor '{options.Executor}'; choose virtual, process or podman.", nameof(options)),
        };
        foreach (string name in options.Regions)
        {
            Region region = new(this, name);
            _regions.Add(name, region);
            foreach (PresetQueue queue in options.World.Queues)
            {
                Presets.Add(region, queue);
            }
        }
    }

    public EmulatorOptions Options { get; }

    public TimeProvider Time { get; }

    public Agenda Agenda { get; }

    /// <summary>Everything random; used under the lock only.</summary>
    public Random Dice { get; }

    /// <summary>Who waits for states of jobs.</summary>
    public Watches Watches { get; } = new();

    /// <summary>Runs elements.</summary>
    public IExecutor Executor { get; }

    /// <summary>Where elements that run for real have their files.</summary>
    public string StateDirectory => _state ??= Options.StateDirectory is { } named
        ? Directory.CreateDirectory(named).FullName
        : Directory.CreateTempSubdirectory("htcflow-aws-").FullName;

    /// <summary>Address of the emulator, without a slash at its end.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The regions by name.</summary>
    public IReadOnlyDictionary<string, Region> Regions => _regions;

    /// <summary>What the service takes for the time.</summary>
    public DateTimeOffset ServiceNow => Time.GetUtcNow() + Options.Habits.ClockOffset;

    /// <summary>A new id of the form that jobs have.</summary>
    public string NewId()
    {
        var bytes = new byte[16];
        Dice.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString();
    }

    private void Settle()
    {
        foreach (Region region in _regions.Values)
        {
            region.Fleet.Settle();
        }
    }
}
