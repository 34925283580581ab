using System.Text.Json.Serialization;
using HtcFlow.AwsEmulator.Executors;

namespace HtcFlow.AwsEmulator.Options;

/// <summary>Everything that an emulator is told when it starts; the parts that are classes of their own can be changed while it runs.</summary>
public sealed class EmulatorOptions
{
    /// <summary>Port of the endpoint on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The one account that it serves.</summary>
    public string AccountId { get; set; } = "123456789012";

    /// <summary>Regions that exist; each has a strict endpoint of its own besides the common one.</summary>
    public string[] Regions { get; set; } = ["us-east-1", "us-east-2"];

    /// <summary>Seed of everything that is random.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Access keys that may sign requests.</summary>
    public AccessKeyOptions[] Keys { get; set; } = [new AccessKeyOptions()];

    /// <summary>Limits of the service.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>How late, how forgetful and how slow the service is.</summary>
    public HabitOptions Habits { get; set; } = new();

    /// <summary>What goes wrong with requests.</summary>
    public WeatherOptions Weather { get; set; } = new();

    /// <summary>Machines, prices, and the queues that are there from the start.</summary>
    public WorldOptions World { get; set; } = new();

    /// <summary>How elements run: <c>virtual</c>, <c>process</c> or <c>podman</c>.</summary>
    public string Executor { get; set; } = "virtual";

    /// <summary>Directory for scratch space and output of elements that run for real; null for a temporary one.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>What is known of images; one that is not named exists and has no entry point.</summary>
    public Dictionary<string, ImageOptions> Images { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Quotas of the account.</summary>
    public QuotaOptions[] Quotas { get; set; } = QuotaOptions.Usual;

    /// <summary>Variables that every element that runs for real gets besides those of its job.</summary>
    public Dictionary<string, string> JobEnvironment { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Words for <c>podman run</c> besides those that it always gets, such as mounts.</summary>
    public string[] PodmanArguments { get; set; } = [];

    /// <summary>Decides how long a virtual element runs and how it ends; null for <see cref="WorldOptions.VirtualRunTime"/> and exit code 0.</summary>
    [JsonIgnore]
    public IVirtualWork? Work { get; set; }
}
