using System.Globalization;
using HtcFlow.Backends.Clusters;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.GridEngine;

/// <summary>Turns an ask into the words and the script of a <c>qsub</c>. Pure; no value of a user's is ever interpreted.</summary>
internal static class GridEngineScript
{
    // Limits of address space count what a process reserves, over all processes of a job. Of such a limit the runner's heap would reserve
    // half; told to reserve 512 MiB (hexadecimal), the runner needs 690 in all.
    private const string HeapRangeBytes = "20000000";
    private const long AddressAllowanceBytes = 768L << 20;

    // Hosts are asked for by pattern. A list of requests cannot be made empty once an array has one, so any host is asked for where none is avoided.
    private const string BeginOfHosts = "hostname=!(";
    private const string AnyHost = "hostname=*";

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
        var environment = new Dictionary<string, string>(options.Environment, StringComparer.Ordinal);
        if (LimitsAddresses(ask, options))
        {
            environment.TryAdd(RunnerEnvironment.HeapRange, HeapRangeBytes);
        }

        return new JobScript
        {
            RunnerPath = options.RunnerPath,
            RunnerArguments = options.RunnerArguments,
            Environment = environment,
            HostVariable = "HOSTNAME",
        }.Text(ask);
    }

    /// <summary>Elements, from 0, as ranges of tasks of a job, from 1, for <c>qdel</c> and <c>qmod</c>.</summary>
    internal static string Tasks(string job, IndexRange elements) => elements.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{job}.{elements.First + 1}")
        : string.Create(CultureInfo.InvariantCulture, $"{job}.{elements.First + 1}-{elements.End}");

    /// <summary>The request for any host but some.</summary>
    internal static string HostsBut(IReadOnlyCollection<string> avoided)
    {
        string[] hosts = [.. avoided.Where(AskRules.IsHost).Order(StringComparer.Ordinal)];
        return hosts.Length == 0 ? AnyHost : $"{BeginOfHosts}{string.Join('|', hosts)})";
    }

    /// <summary>Whether a request for hosts is one of <see cref="HostsBut"/>'s, and not the site's own.</summary>
    internal static bool IsOurs(string request) => request == AnyHost || request.StartsWith(BeginOfHosts, StringComparison.Ordinal);

    private static string Requests(ArrayAsk ask, GridEngineOptions options, IReadOnlyCollection<string> avoided)
    {
        ResourceSpec resources = ask.Resources;
        int slots = Math.Max(1, resources.Vcpus);
        var requests = new List<string>();
        if (resources.Walltime > TimeSpan.Zero)
        {
            double seconds = Math.Ceiling(((resources.Walltime * Math.Max(1, ask.Pack)) + RunnerNeeds.Staging).TotalSeconds);
            requests.Add(string.Create(CultureInfo.InvariantCulture, $"h_rt={seconds:0}"));
        }

        if (resources.MemoryBytes > 0 && options.MemoryResource.Length > 0)
        {
            // Requests count per slot.
            long all = LimitsAddresses(ask, options)
                ? resources.MemoryBytes + AddressAllowanceBytes
                : resources.MemoryBytes + RunnerNeeds.AllowanceBytes;
            long bytes = (all + slots - 1) / slots;
            requests.Add(string.Create(CultureInfo.InvariantCulture, $"{options.MemoryResource}={bytes}"));
        }

        if (resources.Accelerators > 0 && options.AcceleratorResource.Length > 0)
        {
            requests.Add(string.Create(CultureInfo.InvariantCulture, $"{options.AcceleratorResource}={(resources.Accelerators + slots - 1) / slots}"));
        }

        if (avoided.Any(AskRules.IsHost))
        {
            requests.Add(HostsBut(avoided));
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
}
