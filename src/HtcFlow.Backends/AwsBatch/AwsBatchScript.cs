using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HtcFlow.Aws.Batch.Definitions;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Batch.Running;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.AwsBatch;

/// <summary>Spells what is asked of AWS Batch. Pure.</summary>
internal static class AwsBatchScript
{
    /// <summary>Most elements of one array.</summary>
    internal const int MaxElements = 10_000;

    /// <summary>Most characters of environment in one ask: overrides are cut off at 8,192 characters of JSON, the names and needs of a runner among them.</summary>
    internal const int MaxEnvironmentCharacters = 7_000;

    private const int MaxOverrideCharacters = 8_192;
    private const int MaxNameCharacters = 128;
    private const long MebiByte = 1 << 20;

    // What a host of the compute families has for a processor, less what the agent keeps.
    private const long UsualMemoryPerProcessor = 1_536 * MebiByte;

    // {"name":"","value":""} and a comma; {"type":"MEMORY","value":"123456"} and a comma.
    private const int CharactersPerVariable = 23;
    private const int CharactersPerNeed = 36;

    // The engine alone tries again: an attempt of the service's would have the number of the engine's next one. Without a rule that fits, it does try.
    private static readonly RetryStrategy s_once = new()
    {
        Attempts = 1,
        EvaluateOnExit = [new ExitRule { OnReason = "*", Action = ExitAction.Exit }],
    };

    /// <summary>The reason to refuse an ask; null when it can be sent.</summary>
    internal static FaultException? Check(ArrayAsk ask, AwsBatchOptions place, int widest)
    {
        string? why =
            !IsName(ask.Name.Value) ? $"the name cannot be a job's; it has at most {MaxNameCharacters} letters, digits, '-' and '_', a letter or a digit first"
            : ask.Elements is < 1 or > MaxElements ? $"{ask.Elements} elements; an array has 1 to {MaxElements} on AWS Batch"
            : ask.Resources.Vcpus < 1 ? $"one task asks for {ask.Resources.Vcpus} vcpus; the least is 1"
            : widest > 0 && ask.Resources.Vcpus > widest
                ? $"one task asks for {ask.Resources.Vcpus} vcpus and no compute environment of queue '{place.Queue}' may have more than {widest}; lower resources.vcpus or choose another queue"
            : OverrideCharacters(ask, place) is > MaxOverrideCharacters and var length
                ? $"its environment makes {length} characters of JSON, more than {MaxOverrideCharacters}; put the order into the store"
            : null;
        return why is null ? null : new FaultException(FaultKind.Broken, "submit array", ask.Name.Value, why);
    }

    /// <summary>The definition for an ask; its name says its content, so that the same content is registered once.</summary>
    internal static RegisterRequest Definition(ArrayAsk ask, AwsBatchOptions place)
    {
        (string Name, string Path)[] mounts = [.. new[] { ("scratch", place.Scratch), ("cache", place.Cache) }.Where(static mount => mount.Item2.Length > 0)];
        int? sharedMemory = ask.Resources is { ScratchInMemory: true, ScratchBytes: > 0 } ? (int)MebiBytes(ask.Resources.ScratchBytes) : null;
        var container = new ContainerProperties
        {
            Image = place.Image,
            JobRoleArn = OrNull(place.JobRole),
            ExecutionRoleArn = OrNull(place.ExecutionRole),
            ResourceRequirements = [new(ResourceKind.Vcpu, "1"), new(ResourceKind.Memory, "1024")],
            Volumes = mounts.Length == 0 ? null : [.. mounts.Select(static mount => new Volume { Name = mount.Name, Host = new HostPath(mount.Path) })],
            MountPoints = mounts.Length == 0 ? null : [.. mounts.Select(static mount => new MountPoint { SourceVolume = mount.Name, ContainerPath = mount.Path })],
            LinuxParameters = sharedMemory is null ? null : new LinuxParameters { SharedMemorySize = sharedMemory },
        };
        string content = string.Join('\n', place.Image, place.JobRole, place.ExecutionRole, place.Scratch, place.Cache, sharedMemory?.ToString(CultureInfo.InvariantCulture));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..16];
        return new RegisterRequest
        {
            JobDefinitionName = "htcflow-" + hash,
            ContainerProperties = container,
            RetryStrategy = s_once,
            PropagateTags = true,
            Tags = new Dictionary<string, string> { ["htcflow"] = "runner" },
        };
    }

    /// <summary>The request that submits an ask; a single element is a plain job, since arrays begin with two.</summary>
    /// <param name="ask">The ask.</param>
    /// <param name="place">Where it is sent.</param>
    /// <param name="definition">ARN of its definition.</param>
    internal static SubmitRequest Request(ArrayAsk ask, AwsBatchOptions place, string definition) => new()
    {
        JobName = ask.Name.Value,
        JobQueue = place.Queue,
        JobDefinition = definition,
        ArrayProperties = ask.Elements == 1 ? null : new ArrayProperties { Size = ask.Elements },
        ContainerOverrides = new ContainerOverrides
        {
            Environment = [.. Variables(ask, place).Select(static v => new EnvironmentVariable(v.Key, v.Value))],
            ResourceRequirements = Needs(ask),
        },
        RetryStrategy = s_once,
        Timeout = ask.Resources.Walltime == TimeSpan.Zero ? null : new JobTimeout
        {
            AttemptDurationSeconds = (int)Math.Min(int.MaxValue, ((ask.Resources.Walltime * Math.Max(1, ask.Pack)) + RunnerNeeds.Staging).TotalSeconds),
        },
        ShareIdentifier = OrNull(place.Share),
        SchedulingPriorityOverride = place.Priority,
        Tags = new Dictionary<string, string>(place.Tags) { ["htcflow:campaign"] = ask.Campaign, ["htcflow:stage"] = ask.Stage },
        PropagateTags = true,
    };

    private static SortedDictionary<string, string> Variables(ArrayAsk ask, AwsBatchOptions place)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in new[] { (RunnerEnvironment.Scratch, place.Scratch), (RunnerEnvironment.Cache, place.Cache) }
            .Where(static v => v.Item2.Length > 0)
            .Concat(place.Environment.Select(static v => (v.Key, v.Value)))
            .Concat(ask.Environment.Select(static v => (v.Key, v.Value))))
        {
            all[name] = value;
        }

        return all;
    }

    private static List<ResourceRequirement> Needs(ArrayAsk ask)
    {
        long memory = ask.Resources.MemoryBytes > 0 ? ask.Resources.MemoryBytes + RunnerNeeds.AllowanceBytes : ask.Resources.Vcpus * UsualMemoryPerProcessor;
        memory += ask.Resources.ScratchInMemory ? ask.Resources.ScratchBytes : 0;
        var needs = new List<ResourceRequirement>
        {
            new(ResourceKind.Vcpu, ask.Resources.Vcpus.ToString(CultureInfo.InvariantCulture)),
            new(ResourceKind.Memory, MebiBytes(memory).ToString(CultureInfo.InvariantCulture)),
        };
        if (ask.Resources.Accelerators > 0)
        {
            needs.Add(new ResourceRequirement(ResourceKind.Gpu, ask.Resources.Accelerators.ToString(CultureInfo.InvariantCulture)));
        }

        return needs;
    }

    private static int OverrideCharacters(ArrayAsk ask, AwsBatchOptions place) =>
        Variables(ask, place).Sum(static v => CharactersPerVariable + JsonCharacters(v.Key) + JsonCharacters(v.Value)) + (3 * CharactersPerNeed);

    // What is not plain is written as \u and four digits, in the worst case.
    private static int JsonCharacters(string text) => text.Sum(static c => c is >= ' ' and < '\x7f' and not ('"' or '\\' or '<' or '>' or '&' or '\'' or '+' or '`') ? 1 : 6);

    private static long MebiBytes(long bytes) => (bytes + MebiByte - 1) / MebiByte;

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameCharacters && char.IsAsciiLetterOrDigit(name[0])
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
