using System.Globalization;
using System.Text;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.GridEngine;

/// <summary>Turns an ask into the words and the script of a <c>qsub</c>. Pure; no value of a user's is ever interpreted.</summary>
internal static class GridEngineScript
{
    private const int MaxNameCharacters = 200;

    // As the local backend: one string of an environment has at most 131,072 bytes.
    internal const int MaxEnvironmentBytes = 100_000;

    // The runner's own memory: 64 MiB of buffers, 64 MiB of heap, and what the kernel keeps for it.
    private const long RunnerAllowanceBytes = 256L << 20;

    // Limits of address space count what a process reserves, over all processes of a job. Of such a limit the runner's heap would reserve
    // half; told to reserve 512 MiB (hexadecimal), the runner needs 690 in all.
    private const string HeapRange = "DOTNET_GCRegionRange=20000000";
    private const long AddressAllowanceBytes = 768L << 20;

    // The runner itself ends a task at its walltime; the scheduler's limit stands behind it and leaves time for staging and shipping.
    private static readonly TimeSpan s_staging = TimeSpan.FromMinutes(10);

    /// <summary>The reason to refuse an ask; null when it can be sent.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="maxElements">Most elements of one array.</param>
    /// <param name="widest">Most slots of one host; 0 when unknown.</param>
    internal static FaultException? Check(ArrayAsk ask, int maxElements, int widest)
    {
        int vcpus = ask.Resources.Vcpus;
        string? why =
            !IsUsable(ask.Name.Value)
                ? "the name cannot be a job's; it begins with a letter and holds letters, digits, '-', '_' and '.' only"
            : ask.Elements < 1 || ask.Elements > maxElements
                ? $"{ask.Elements} elements; an array has 1 to {maxElements} here (max_aj_tasks)"
            : vcpus < 1 ? $"one task asks for {vcpus} vcpus; the least is 1"
            : widest > 0 && vcpus > widest
                ? $"one task asks for {vcpus} vcpus and no host has more than {widest} slots for it; lower resources.vcpus or choose another queue"
            : ask.Environment.Where(static v => !IsVariable(v.Key) || v.Value.Contains('\0')).Select(static v => v.Key).FirstOrDefault() is { } name
                ? $"the variable '{name}' has a name that no shell takes, or a zero byte in its value; rename or mend it"
            : BytesOf(ask) > MaxEnvironmentBytes
                ? $"its environment has {BytesOf(ask)} bytes, more than {MaxEnvironmentBytes}; put the order into the store"
            : null;
        return why is null ? null : new FaultException(FaultKind.Broken, "submit array", ask.Name.Value, why);
    }

    /// <summary>Arguments of <c>qsub</c>; the script comes on its standard input.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="options">How this cell is to be asked.</param>
    /// <param name="avoided">Hosts to keep away from.</param>
    internal static IReadOnlyList<string> Arguments(ArrayAsk ask, GridEngineOptions options, IReadOnlyCollection<string> avoided)
    {
        var words = new List<string>
        {
            "-terse",
            "-C", "", // no line of the script is an option, whatever stands in a value
            "-N", ask.Name.Value,
            "-t", string.Create(CultureInfo.InvariantCulture, $"1-{ask.Elements}"),
            "-S", "/bin/sh",
            "-m", "n",
            "-j", "y",
            "-o", options.LogPath,
            "-r", "n", // the engine alone decides about reruns: a scheduler's own would share an attempt number with the engine's next
            "-notify", // SIGUSR2 comes before SIGKILL, so that the runner can ship and end what it started
        };
        Add(words, "-q", options.Queue);
        Add(words, "-P", options.Project);
        Add(words, "-p", options.Priority == 0 ? "" : options.Priority.ToString(CultureInfo.InvariantCulture));
        Add(words, "-binding", options.Binding);
        if (options.MaxConcurrent > 0)
        {
            words.AddRange(["-tc", options.MaxConcurrent.ToString(CultureInfo.InvariantCulture)]);
        }

        if (ask.Resources.Vcpus > 1)
        {
            words.AddRange(["-pe", options.ParallelEnvironment, ask.Resources.Vcpus.ToString(CultureInfo.InvariantCulture)]);
        }

        Add(words, "-l", Requests(ask, options, avoided));
        words.AddRange(options.ExtraArguments);
        return words;
    }

    /// <summary>The job's script: sets the environment and becomes the runner.</summary>
    internal static string Script(ArrayAsk ask, GridEngineOptions options)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal) { [RunnerEnvironment.Quiet] = "yes" };
        foreach ((string name, string value) in options.Environment.Concat(ask.Environment))
        {
            variables[name] = value;
        }

        // The element is the scheduler's to say, and the lock belongs to the local backend.
        variables.Remove(RunnerEnvironment.Element);
        variables.Remove(RunnerEnvironment.LockDescriptor);
        var text = new StringBuilder("#!/bin/sh\n");
        text.Append("unset ").Append(RunnerEnvironment.Element).Append(' ').Append(RunnerEnvironment.LockDescriptor).Append('\n');
        foreach ((string name, string value) in variables)
        {
            text.Append("export ").Append(name).Append('=').Append(Quote(value)).Append('\n');
        }

        if (LimitsAddresses(ask, options))
        {
            text.Append("export ").Append(HeapRange).Append('\n');
        }

        // Grid Engine names hosts in its own way, and by that name they are blamed and avoided.
        text.Append(": \"${").Append(RunnerEnvironment.Host).Append(":=$HOSTNAME}\" \"${TMPDIR:=${TMP:-/tmp}}\"\n");
        text.Append("export ").Append(RunnerEnvironment.Host).Append(" TMPDIR\n");
        text.Append("exec ").AppendJoin(' ', options.RunnerArguments.Prepend(options.RunnerPath).Select(Quote)).Append('\n');
        return text.ToString();
    }

    /// <summary>Quotes a value so that a POSIX shell takes it as it is.</summary>
    internal static string Quote(string value) => "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>Elements, from 0, as ranges of tasks of a job, from 1, for <c>qdel</c> and <c>qmod</c>.</summary>
    internal static string Tasks(string job, IndexRange elements) => elements.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{job}.{elements.First + 1}")
        : string.Create(CultureInfo.InvariantCulture, $"{job}.{elements.First + 1}-{elements.End}");

    /// <summary>Whether a name can be a host's; others are not put into requests.</summary>
    internal static bool IsHost(string name) =>
        name.Length is > 0 and <= MaxNameCharacters && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsPlain);

    private static string Requests(ArrayAsk ask, GridEngineOptions options, IReadOnlyCollection<string> avoided)
    {
        ResourceSpec resources = ask.Resources;
        int slots = Math.Max(1, resources.Vcpus);
        var requests = new List<string>();
        if (resources.Walltime > TimeSpan.Zero)
        {
            double seconds = Math.Ceiling(((resources.Walltime * Math.Max(1, ask.Pack)) + s_staging).TotalSeconds);
            requests.Add(string.Create(CultureInfo.InvariantCulture, $"h_rt={seconds:0}"));
        }

        if (resources.MemoryBytes > 0 && options.MemoryResource.Length > 0)
        {
            // Requests count per slot.
            long all = LimitsAddresses(ask, options)
                ? resources.MemoryBytes + AddressAllowanceBytes
                : resources.MemoryBytes + RunnerAllowanceBytes;
            long bytes = (all + slots - 1) / slots;
            requests.Add(string.Create(CultureInfo.InvariantCulture, $"{options.MemoryResource}={bytes}"));
        }

        if (resources.Accelerators > 0)
        {
            requests.Add(string.Create(CultureInfo.InvariantCulture, $"{options.AcceleratorResource}={(resources.Accelerators + slots - 1) / slots}"));
        }

        string[] hosts = [.. avoided.Where(IsHost).Order(StringComparer.Ordinal)];
        if (hosts.Length > 0)
        {
            requests.Add($"hostname=!({string.Join('|', hosts)})");
        }

        return string.Join(',', requests);
    }

    private static bool LimitsAddresses(ArrayAsk ask, GridEngineOptions options) =>
        ask.Resources.MemoryBytes > 0 && options.MemoryResource is ("h_vmem" or "s_vmem");

    private static void Add(List<string> words, string option, string value)
    {
        if (value.Length > 0)
        {
            words.Add(option);
            words.Add(value);
        }
    }

    // A name with a space is refused with words that look like a lost connection.
    private static bool IsUsable(string name) =>
        name.Length is > 0 and <= MaxNameCharacters && char.IsAsciiLetter(name[0]) && name.All(IsPlain);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';

    private static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static int BytesOf(ArrayAsk ask) =>
        ask.Environment.Sum(static v => Encoding.UTF8.GetByteCount(v.Key) + Encoding.UTF8.GetByteCount(v.Value) + 2);
}
