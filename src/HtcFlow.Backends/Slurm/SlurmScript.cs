using System.Globalization;
using System.Text;
using HtcFlow.Backends.Clusters;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Slurm;

/// <summary>Turns an ask into the words and the script of an <c>sbatch</c>. Pure; no value of a user's is ever interpreted.</summary>
/// <remarks>
/// <c>--no-requeue</c>: a node that fails ends its elements as NODE_FAIL, a preemption ends them as PREEMPTED, and the engine, which alone counts
/// attempts, sends them again. <c>--export=ALL</c> from a clean environment: every other value has the node start a login shell for each element
/// before its script, which tripled the time of short ones where that was tried.
/// </remarks>
internal static class SlurmScript
{
    private const string SizeMark = "elements=";
    private const double Mebibyte = 1 << 20;

    /// <summary>Arguments of <c>sbatch</c>; the script comes on its standard input.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="options">How this cluster is to be asked.</param>
    /// <param name="avoided">Nodes to keep away from; Slurm refuses names that it does not know.</param>
    internal static IReadOnlyList<string> Arguments(ArrayAsk ask, SlurmOptions options, IReadOnlyCollection<string> avoided)
    {
        ResourceSpec resources = ask.Resources;
        string limit = options.MaxConcurrent > 0 ? Number($"%{options.MaxConcurrent}") : "";
        var words = new List<string>
        {
            "--parsable",
            "--job-name=" + ask.Name.Value,
            Number($"--array=0-{ask.Elements - 1}{limit}"),
            "--no-requeue",
            "--kill-on-invalid-dep=yes",
            "--export=ALL",
            "--nodes=1",
            "--ntasks=1",
            Number($"--cpus-per-task={Math.Max(1, resources.Vcpus)}"),
            "--input=/dev/null",
            "--output=" + (options.LogPath.EndsWith('/') ? options.LogPath + "%x-%A_%a.log" : options.LogPath),
            "--open-mode=append",
            "--chdir=" + options.WorkDirectory,
            Number($"--signal=B:TERM@{Math.Ceiling(options.WarningTime.TotalSeconds):0}"), // to the runner alone, which is the job's shell
            Comment(ask),
        };
        Add(words, "--partition=", options.Partition);
        Add(words, "--account=", options.Account);
        Add(words, "--qos=", options.Qos);
        Add(words, "--constraint=", options.Constraint);
        if (resources.Walltime > TimeSpan.Zero)
        {
            TimeSpan limits = (resources.Walltime * Math.Max(1, ask.Pack)) + RunnerNeeds.Staging;
            words.Add(Number($"--time={Math.Ceiling(limits.TotalMinutes):0}"));
        }

        if (resources.MemoryBytes > 0)
        {
            words.Add(Number($"--mem={Math.Ceiling((resources.MemoryBytes + RunnerNeeds.AllowanceBytes) / Mebibyte):0}M"));
        }

        if (resources.Accelerators > 0 && options.AcceleratorResource.Length > 0)
        {
            words.Add(Number($"--gres={options.AcceleratorResource}:{resources.Accelerators}"));
        }

        Add(words, "--exclude=", Hosts(avoided));
        words.AddRange(options.ExtraArguments);
        return words;
    }

    /// <summary>The job's script: sets the environment and becomes the runner.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="options">How this cluster is to be asked.</param>
    /// <param name="environment">Variables besides, which those of the options and the ask win over.</param>
    internal static string Script(ArrayAsk ask, SlurmOptions options, IReadOnlyDictionary<string, string> environment) => new JobScript
    {
        RunnerPath = options.RunnerPath,
        RunnerArguments = options.RunnerArguments,
        Environment = environment.Concat(options.Environment).GroupBy(static pair => pair.Key).ToDictionary(static g => g.Key, static g => g.Last().Value),
        HostVariable = "SLURMD_NODENAME",
    }.Text(ask);

    /// <summary>Names of nodes as Slurm lists them; what cannot be one is left out.</summary>
    internal static string Hosts(IEnumerable<string> hosts) => string.Join(',', hosts.Where(AskRules.IsHost).Order(StringComparer.Ordinal));

    /// <summary>Elements of an array as <c>scancel</c> and <c>scontrol</c> take them.</summary>
    internal static string Elements(string job, IEnumerable<IndexRange> ranges)
    {
        var text = new StringBuilder(job).Append("_[");
        text.AppendJoin(',', ranges.Select(static range => range.Count == 1 ? Number($"{range.First}") : Number($"{range.First}-{range.End - 1}")));
        return text.Append(']').ToString();
    }

    /// <summary>Size of an array from its comment; 0 when it is not one of ours.</summary>
    internal static int SizeIn(string comment)
    {
        int at = comment.LastIndexOf(SizeMark, StringComparison.Ordinal);
        return at >= 0 && int.TryParse(comment.AsSpan(at + SizeMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0;
    }

    // No command of Slurm says how large an array was once elements of it have ended.
    private static string Comment(ArrayAsk ask) => Number($"--comment=htcflow {ask.Campaign}/{ask.Stage} {SizeMark}{ask.Elements}");

    private static void Add(List<string> words, string option, string value)
    {
        if (value.Length > 0)
        {
            words.Add(option + value);
        }
    }

    private static string Number(FormattableString text) => FormattableString.Invariant(text);
}
