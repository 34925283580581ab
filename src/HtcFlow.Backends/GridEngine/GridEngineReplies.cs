using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.GridEngine.Replies;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.GridEngine;

/// <summary>Reads what Grid Engine's commands print. Pure; text that is none of theirs is a <see cref="FormatException"/>.</summary>
internal static partial class GridEngineReplies
{
    // Names of other people's jobs may hold anything.
    private static readonly XmlReaderSettings s_reading = new() { CheckCharacters = false, DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true };

    /// <summary>Number of the job from <c>qsub -terse -t</c>, which prints <c>1.1-10:1</c>; null when there is none in it.</summary>
    internal static string? JobOf(string text)
    {
        // What a site's submit verifier says may stand before it.
        string last = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("");
        string number = last.Split('.')[0];
        return number.Length is > 0 and <= 10 && number.All(char.IsAsciiDigit) ? number : null;
    }

    /// <summary>Jobs from <c>qstat -xml</c>, by number.</summary>
    internal static Dictionary<string, QueuedJob> Queue(Stream xml) => Guard(() =>
    {
        var jobs = new Dictionary<string, QueuedJob>(StringComparer.Ordinal);
        using XmlReader reader = XmlReader.Create(xml, s_reading);
        if (reader.MoveToContent() != XmlNodeType.Element || reader.Name != "job_info")
        {
            throw new FormatException($"'{reader.Name}' is no list of jobs.");
        }

        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Name == "job_list")
            {
                ReadJob(reader, jobs);
            }
            else
            {
                reader.Read();
            }
        }

        foreach (QueuedJob job in jobs.Values)
        {
            job.Close();
        }

        return jobs;
    });

    /// <summary>Elements and their hosts from <c>qstat -qs u -xml</c>; those that run nowhere are listed too and passed over.</summary>
    internal static IReadOnlyList<UnheardElement> Unheard(Stream xml) => Guard(() => (IReadOnlyList<UnheardElement>)
        [.. from job in XDocument.Load(xml).Descendants("job_list")
            let queue = job.Element("queue_name")?.Value ?? ""
            where queue.Contains('@')
            from range in Tasks(job.Element("tasks")?.Value ?? "1")
            from element in Enumerable.Range((int)range.First, (int)range.Count)
            select new UnheardElement(job.Element("JB_job_number")?.Value ?? "", element, queue[(queue.IndexOf('@') + 1)..])]);

    /// <summary>What an array asks for, word by word, from <c>qstat -j -xml</c>; none when it is unknown.</summary>
    internal static IReadOnlyList<string> Requests(Stream xml) => Guard(() => (IReadOnlyList<string>)
        [.. from request in XDocument.Load(xml).Descendants("JB_hard_resource_list").Elements()
            select $"{request.Element("CE_name")?.Value}={request.Element("CE_stringval")?.Value}"]);

    /// <summary>Size of an array from <c>qstat -j -xml</c>: its highest task; 0 when the job is unknown.</summary>
    internal static int SizeOf(Stream xml) => Guard(() =>
        XDocument.Load(xml).Descendants("task_id_range").Select(static range => NumberOf(range.Element("RN_max")?.Value ?? "")).FirstOrDefault());

    /// <summary>Why elements are in the error state, from <c>qstat -j -xml</c>.</summary>
    internal static IReadOnlyList<(int Element, string Reason)> Errors(Stream xml) => Guard(() => (IReadOnlyList<(int, string)>)
        [.. from task in XDocument.Load(xml).Descendants("JB_ja_tasks").Elements()
            let number = task.Element("JAT_task_number")
            let words = task.Descendants("QIM_message").Select(static message => Plain(message.Value)).LastOrDefault()
            where number is not null && words is not null
            select (NumberOf(number.Value) - 1, words)]);

    /// <summary>Limits from <c>qconf -sconf</c>.</summary>
    internal static CellLimits Limits(string text)
    {
        Dictionary<string, string> settings = text.Split('\n')
            .Select(static line => line.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(static words => words.Length == 2)
            .DistinctBy(static words => words[0])
            .ToDictionary(static words => words[0], static words => words[1], StringComparer.Ordinal);
        return settings.ContainsKey("execd_spool_dir")
            ? new CellLimits(Setting("max_aj_tasks"), Setting("max_aj_instances"), Setting("max_u_jobs"), Setting("max_jobs"))
            : throw new FormatException("the configuration of a cell has a line 'execd_spool_dir', this has none.");

        int Setting(string name) => settings.TryGetValue(name, out string? value) ? NumberOf(value) : 0;
    }

    /// <summary>Slots from <c>qhost -q -xml</c>.</summary>
    internal static IReadOnlyList<HostSlots> Hosts(Stream xml) => Guard(() => (IReadOnlyList<HostSlots>)
        [.. from queue in XDocument.Load(xml).Descendants("queue")
            let values = queue.Elements("queuevalue").ToDictionary(static v => v.Attribute("name")?.Value ?? "", static v => v.Value)
            select new HostSlots(
                queue.Parent?.Attribute("name")?.Value ?? "",
                queue.Attribute("name")?.Value ?? "",
                NumberOf(values.GetValueOrDefault("slots", "0")),
                values.GetValueOrDefault("state_string", ""))]);

    /// <summary>Elements, from 0, from a list of tasks such as <c>1,4-6:1,10-20:5</c>.</summary>
    internal static IEnumerable<IndexRange> Tasks(string text)
    {
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = part.Split('-', ':');
            int first = NumberOf(words[0]);
            int last = words.Length > 1 ? NumberOf(words[1]) : first;
            int step = words.Length > 2 ? Math.Max(1, NumberOf(words[2])) : 1;
            if (first < 1 || last < first)
            {
                throw new FormatException($"'{part}' is no range of tasks.");
            }

            if (step == 1)
            {
                yield return new IndexRange(first - 1, last - first + 1);
                continue;
            }

            for (int task = first; task <= last; task += step)
            {
                yield return new IndexRange(task - 1, 1);
            }
        }
    }

    // Ten thousand running elements are as many entries, so they are read in one pass and nothing is made for what is passed over.
    private static void ReadJob(XmlReader reader, Dictionary<string, QueuedJob> jobs)
    {
        string id = "", name = "", state = "", tasks = "";
        int depth = reader.Depth;
        reader.Read();
        while (!reader.EOF && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                reader.Read();
                continue;
            }

            switch (reader.Name)
            {
                case "JB_job_number":
                    id = reader.ReadElementContentAsString();
                    break;
                case "JB_name":
                    name = reader.ReadElementContentAsString();
                    break;
                case "state":
                    state = reader.ReadElementContentAsString();
                    break;
                case "tasks":
                    tasks = reader.ReadElementContentAsString();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (!jobs.TryGetValue(id, out QueuedJob? job))
        {
            jobs.Add(id, job = new QueuedJob(id, name));
        }

        job.Add(Tasks(tasks.Length == 0 ? "1" : tasks), StateOf(state));
    }

    // Letters such as r, Rr, qw, hqw, Eqw, dr: an error is for a person, whatever else is said.
    private static QueuedState StateOf(string letters) =>
        letters.Contains('E') ? QueuedState.Stuck : letters.Contains('q') ? QueuedState.Waiting : QueuedState.Running;

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    // "11/21/2026 07:40:10 [105:28812]: exit_status of job start = 100"
    private static string Plain(string message) => Stamp().Replace(message, "").ReplaceLineEndings(" ").Trim();

    [GeneratedRegex(@"^\s*\d+/\d+/\d+ \d+:\d+:\d+ \[[^\]]*\]:\s*")]
    private static partial Regex Stamp();
}
