using System.Globalization;
using System.Text;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Slurm.Replies;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Slurm;

/// <summary>Reads what Slurm's commands print. Pure; text that is none of theirs is a <see cref="FormatException"/>.</summary>
internal static class SlurmReplies
{
    /// <summary>Columns of <c>squeue -O</c> that <see cref="Queue"/> reads; a name may hold anything and comes last.</summary>
    /// <remarks>
    /// Text and not JSON: 10,000 rows are 0.5 MB and 70 ms of squeue's time, against 32 MB and 1.3 s (22.05), and every version has it.
    /// </remarks>
    internal const string Columns = "ArrayJobID:|,ArrayTaskID:|,StateCompact:|,exit_code:|,NodeList:|,Reason:|,Name:|";

    /// <summary>Columns of <c>sacct -o</c> that <see cref="Records"/> reads.</summary>
    internal const string RecordColumns = "JobID,State,ExitCode,NodeList,JobName";

    private const int ColumnCount = 7;

    /// <summary>Number of the job from <c>sbatch --parsable</c>, which prints <c>7</c> or <c>7;cluster</c>; null when there is none in it.</summary>
    internal static string? JobOf(string text)
    {
        string last = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("");
        string number = last.Split(';')[0];
        return number.Length is > 0 and <= 10 && number.All(char.IsAsciiDigit) ? number : null;
    }

    /// <summary>Arrays from <c>squeue</c>, by number; single jobs are passed over.</summary>
    internal static Dictionary<string, QueuedJob> Queue(ReadOnlySpan<byte> text)
    {
        var jobs = new Dictionary<string, QueuedJob>(StringComparer.Ordinal);
        Span<Range> fields = stackalloc Range[ColumnCount];
        foreach (Range range in text.Split((byte)'\n'))
        {
            if (!text[range].IsEmpty)
            {
                AddRow(text[range], fields, jobs);
            }
        }

        foreach (QueuedJob job in jobs.Values)
        {
            job.Close();
        }

        return jobs;
    }

    /// <summary>Why elements that will not start by themselves wait, from the same columns.</summary>
    internal static IReadOnlyDictionary<long, string> Reasons(ReadOnlySpan<byte> text)
    {
        var reasons = new Dictionary<long, string>();
        Span<Range> fields = stackalloc Range[ColumnCount];
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range];
            if (line.IsEmpty)
            {
                continue;
            }

            Cut(line, fields);
            string reason = Text(line, fields[5]);
            if (Text(line, fields[1]) is not "N/A" and var tasks && SlurmStates.Of(Text(line, fields[2]), reason) == QueuedState.Stuck)
            {
                foreach (long element in Tasks(tasks).SelectMany(static r => Enumerable.Range(0, (int)r.Count).Select(i => r.First + i)))
                {
                    reasons[element] = SlurmReasons.Explain(reason);
                }
            }
        }

        return reasons;
    }

    /// <summary>Records from <c>sacct -nXP</c>; those of jobs that have not ended, or are no arrays, are passed over.</summary>
    /// <remarks>sacct takes 128 off exit codes from 128 on, and gives a cancelled element none (22.05); squeue knows better while it knows.</remarks>
    internal static IReadOnlyList<EndRecord> Records(string text)
    {
        var records = new List<EndRecord>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split('|', 5);
            if (words.Length < 5)
            {
                throw new FormatException($"'{line}' is no record of a job.");
            }

            string[] id = words[0].Split('_');
            string state = Compact(words[1]);
            if (id.Length != 2 || !SlurmStates.IsEnded(state))
            {
                continue;
            }

            string host = words[3] is "None assigned" or "" ? "" : words[3];
            foreach (IndexRange range in Tasks(id[1].Trim('[', ']')))
            {
                for (long element = range.First; element < range.End; element++)
                {
                    records.Add(SlurmStates.End(id[0], words[4], (int)element, state, Status(words[2]), "None", host));
                }
            }
        }

        return records;
    }

    /// <summary>Limits from <c>scontrol show config</c>.</summary>
    internal static SlurmLimits Limits(string text)
    {
        Dictionary<string, string> settings = text.Split('\n')
            .Select(static line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(static words => words.Length == 2)
            .DistinctBy(static words => words[0])
            .ToDictionary(static words => words[0], static words => words[1], StringComparer.OrdinalIgnoreCase);
        int size = Whole(settings.GetValueOrDefault("MaxArraySize", ""), 0);
        if (size == 0)
        {
            throw new FormatException("the configuration of a cluster has a line 'MaxArraySize', this has none.");
        }

        Dictionary<string, string> scheduling = Parameters("SchedulerParameters");
        Dictionary<string, string> control = Parameters("SlurmctldParameters");
        var exits = new HashSet<int>();
        foreach (string name in (string[])["RequeueExit", "RequeueExitHold"])
        {
            string codes = settings.GetValueOrDefault(name, "(null)");
            exits.UnionWith(codes.StartsWith('(') ? [] : Tasks(codes).SelectMany(static r => Enumerable.Range((int)r.First, (int)r.Count)));
        }

        return new SlurmLimits(
            Math.Min(size, Whole(scheduling.GetValueOrDefault("max_array_tasks", ""), size)),
            Whole(settings.GetValueOrDefault("MaxJobCount", ""), 10_000),
            settings.GetValueOrDefault("AccountingStorageType", "").EndsWith("slurmdbd", StringComparison.Ordinal),
            exits,
            !control.ContainsKey("rl_enable") ? null : new CallRate(
                Whole(control.GetValueOrDefault("rl_bucket_size", ""), 30),
                Whole(control.GetValueOrDefault("rl_refill_rate", ""), 2),
                TimeSpan.FromSeconds(Whole(control.GetValueOrDefault("rl_refill_period", ""), 1))));

        Dictionary<string, string> Parameters(string name) => settings.GetValueOrDefault(name, "").Split(',')
            .Select(static part => part.Split('=', 2))
            .DistinctBy(static part => part[0])
            .ToDictionary(static part => part[0], static part => part.Length > 1 ? part[1] : "", StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Nodes from <c>sinfo -h -N -o '%P|%N|%c|%T'</c>.</summary>
    internal static IReadOnlyList<NodeShare> Nodes(string text) =>
    [
        .. from line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
           let words = line.Split('|')
           select words.Length == 4
               ? new NodeShare(words[0].TrimEnd('*'), words[0].EndsWith('*'), words[1], Whole(words[2].TrimEnd('+'), 0), IsUp(words[3]))
               : throw new FormatException($"'{line}' is no node."),
    ];

    /// <summary>Elements from a list such as <c>1,4-6,10-20:5</c>, in the order of the text; a limit on running ones (<c>%5</c>) is passed over.</summary>
    internal static IEnumerable<IndexRange> Tasks(string text)
    {
        foreach (string part in text.Split('%')[0].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = part.Split('-', ':');
            int first = Whole(words[0], -1);
            int last = words.Length > 1 ? Whole(words[1], -1) : first;
            int step = words.Length > 2 ? Whole(words[2], -1) : 1;
            if (first < 0 || last < first || step < 1)
            {
                throw new FormatException($"'{text}' is no list of elements; SLURM_BITSTR_LEN=0 has Slurm print them all.");
            }

            if (step == 1)
            {
                yield return new IndexRange(first, last - first + 1);
                continue;
            }

            for (int element = first; element <= last; element += step)
            {
                yield return new IndexRange(element, 1);
            }
        }
    }

    private static void AddRow(ReadOnlySpan<byte> line, Span<Range> fields, Dictionary<string, QueuedJob> jobs)
    {
        Cut(line, fields);
        string tasks = Text(line, fields[1]);
        if (tasks == "N/A")
        {
            return;
        }

        string id = Text(line, fields[0]), state = Text(line, fields[2]), host = Text(line, fields[4]), reason = Text(line, fields[5]);
        int status = Whole(Text(line, fields[3]), 0);
        if (!jobs.TryGetValue(id, out QueuedJob? job))
        {
            jobs.Add(id, job = new QueuedJob(id, Text(line, fields[6])));
        }

        bool isAgain = SlurmStates.IsAgain(state, status);
        if (!isAgain && !SlurmStates.IsEnded(state))
        {
            job.Add(Tasks(tasks), SlurmStates.Of(state, reason));
            return;
        }

        foreach (IndexRange range in Tasks(tasks))
        {
            for (int element = (int)range.First; element < range.End; element++)
            {
                job.Add(SlurmStates.End(id, job.Name, element, isAgain ? "F" : state, status, isAgain ? "None" : reason, host), isAgain);
            }
        }
    }

    private static void Cut(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        int from = 0;
        for (int field = 0; field < ColumnCount; field++)
        {
            // The last one ends with the line.
            int length = field < ColumnCount - 1 ? line[from..].IndexOf((byte)'|') : line.Length - from - 1;
            if (length < 0)
            {
                throw new FormatException($"'{Encoding.UTF8.GetString(line)}' is no row of squeue.");
            }

            fields[field] = from..(from + length);
            from += length + 1;
        }
    }

    // sacct spells states out, and who cancelled.
    private static string Compact(string state) => state.Split(' ')[0] switch
    {
        "COMPLETED" => "CD",
        "FAILED" => "F",
        "CANCELLED" => "CA",
        "TIMEOUT" => "TO",
        "NODE_FAIL" => "NF",
        "PREEMPTED" => "PR",
        "OUT_OF_MEMORY" => "OOM",
        "BOOT_FAIL" => "BF",
        "DEADLINE" => "DL",
        "REVOKED" => "RV",
        _ => "",
    };

    // "75:0" is an exit code and a signal.
    private static int Status(string text)
    {
        string[] words = text.Split(':');
        return (Whole(words[0], 0) << 8) | (words.Length > 1 ? Whole(words[1], 0) : 0);
    }

    // "down*" does not answer either; "mixed", "idle~" (sleeping) and "allocated" take jobs sooner or later.
    private static bool IsUp(string state) => !(state.StartsWith("down", StringComparison.Ordinal) || state.StartsWith("drain", StringComparison.Ordinal)
        || state.StartsWith("fail", StringComparison.Ordinal) || state.StartsWith("unknown", StringComparison.Ordinal));

    private static string Text(ReadOnlySpan<byte> line, Range field) => Encoding.UTF8.GetString(line[field]);

    private static int Whole(string text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
