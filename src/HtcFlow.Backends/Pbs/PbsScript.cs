using System.Globalization;
using HtcFlow.Backends.Clusters;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Pbs;

/// <summary>Turns an ask into the words and the script of PBS's <c>qsub</c>. Pure; no value of a user's is ever interpreted.</summary>
/// <remarks>
/// An array of one element is a plain job: OpenPBS refuses ranges of one number. OpenPBS also refuses arrays that may not be run again, so that a
/// subjob whose host died may start a second time by the server's will, under the same attempt.
/// </remarks>
internal static class PbsScript
{
    /// <summary>Arguments of <c>qsub</c>; the script comes on its standard input.</summary>
    internal static IReadOnlyList<string> Arguments(ArrayAsk ask, PbsOptions options)
    {
        bool isArray = ask.Elements > 1;
        var words = new List<string>
        {
            "-C", "", // no line of the script is an option, whatever stands in a value
            "-N", ask.Name.Value,
            "-S", "/bin/sh",
            "-m", "n",
            "-j", "oe",
            "-o", options.LogPath,
        };
        if (isArray)
        {
            string limit = options.MaxConcurrent > 0 ? Number($"%{options.MaxConcurrent}") : "";
            words.AddRange([options.Dialect == PbsDialect.Torque ? "-t" : "-J", Number($"0-{ask.Elements - 1}{limit}")]);
        }

        if (!isArray || options.Dialect == PbsDialect.Torque)
        {
            words.AddRange(["-r", "n"]); // the engine alone decides about reruns
        }

        Add(words, "-q", options.Queue);
        Add(words, "-P", options.Project);
        Add(words, "-A", options.Account);
        Add(words, "-p", options.Priority == 0 ? "" : Number($"{options.Priority}"));
        words.AddRange(["-l", Chunk(ask.Resources, options)]);
        if (ask.Resources.Walltime > TimeSpan.Zero)
        {
            TimeSpan limit = (ask.Resources.Walltime * Math.Max(1, ask.Pack)) + RunnerNeeds.Staging;
            words.AddRange(["-l", Number($"walltime={Math.Ceiling(limit.TotalSeconds):0}")]);
        }

        words.AddRange(options.ExtraArguments);
        return words;
    }

    /// <summary>The job's script: sets the environment and becomes the runner.</summary>
    internal static string Script(ArrayAsk ask, PbsOptions options) => new JobScript
    {
        RunnerPath = options.RunnerPath,
        RunnerArguments = options.RunnerArguments,
        Environment = options.Environment,
        HostVariable = "",
        Element = "${PBS_ARRAY_INDEX:-${PBS_ARRAYID:-0}}",
    }.Text(ask);

    /// <summary>Arguments of <c>qdel</c> for elements of an array.</summary>
    /// <param name="job">Its number.</param>
    /// <param name="size">Number of its elements.</param>
    /// <param name="ranges">The elements.</param>
    /// <param name="dialect">Family of PBS.</param>
    internal static IReadOnlyList<string> Deletion(string job, int size, IReadOnlyList<IndexRange> ranges, PbsDialect dialect)
    {
        if (!job.EndsWith(']') || (ranges.Count == 1 && ranges[0] is var all && all.First == 0 && all.Count == size))
        {
            return [job];
        }

        string[] parts = [.. ranges.Select(static range => range.Count == 1 ? Number($"{range.First}") : Number($"{range.First}-{range.End - 1}"))];
        return dialect == PbsDialect.Torque ? ["-t", string.Join(',', parts), job] : [.. parts.Select(part => job.Replace("[]", $"[{part}]", StringComparison.Ordinal))];
    }

    private static string Chunk(ResourceSpec resources, PbsOptions options)
    {
        int cpus = Math.Max(1, resources.Vcpus);
        bool isTorque = options.Dialect == PbsDialect.Torque;
        string text = isTorque ? Number($"nodes=1:ppn={cpus}") : Number($"select=1:ncpus={cpus}");
        if (resources.Accelerators > 0 && options.AcceleratorResource.Length > 0)
        {
            text += isTorque ? Number($":gpus={resources.Accelerators}") : Number($":{options.AcceleratorResource}={resources.Accelerators}");
        }

        return resources.MemoryBytes > 0
            ? text + (isTorque ? "," : ":") + Number($"mem={resources.MemoryBytes + RunnerNeeds.AllowanceBytes}b")
            : text;
    }

    private static void Add(List<string> words, string option, string value)
    {
        if (value.Length > 0)
        {
            words.AddRange([option, value]);
        }
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
