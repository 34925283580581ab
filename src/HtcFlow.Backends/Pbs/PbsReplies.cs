using System.Globalization;
using System.Text.RegularExpressions;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Pbs;

/// <summary>Reads what PBS's commands print. Pure; text that is none of theirs is a <see cref="FormatException"/>.</summary>
internal static partial class PbsReplies
{
    /// <summary>Number of a job from what <c>qsub</c> or <c>qselect</c> print, such as <c>12[].server</c>, without the server; null when it is none.</summary>
    internal static string? JobOf(string text) => IdPattern().Match(text.Trim()) is { Success: true } match ? match.Groups["number"].Value + (match.Groups["array"].Success ? "[]" : "") : null;

    /// <summary>Numbers of jobs, one a line, each once: some servers list elements.</summary>
    internal static IReadOnlyList<string> Jobs(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(JobOf).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Attributes from <c>qstat -f</c> or <c>qstat -Bf</c>, for each job or server in it.</summary>
    internal static IReadOnlyList<PbsEntry> Entries(string text)
    {
        var entries = new List<PbsEntry>();
        string last = "";
        foreach (string line in text.Split('\n').Where(static line => line.Trim().Length > 0))
        {
            if (HeadPattern().Match(line) is { Success: true } head)
            {
                entries.Add(new PbsEntry(head.Groups["id"].Value.Trim()));
                last = "";
                continue;
            }

            if (entries.Count == 0 || !char.IsWhiteSpace(line[0]))
            {
                throw new FormatException($"'{line.Trim()}' stands where 'Job Id:' was expected.");
            }

            // Long values are broken: what follows is indented and is no attribute.
            Match attribute = AttributePattern().Match(line);
            last = attribute.Success ? attribute.Groups["name"].Value : last;
            Dictionary<string, string> of = entries[^1].Attributes;
            of[last] = attribute.Success ? attribute.Groups["value"].Value.TrimEnd() : of.GetValueOrDefault(last, "") + line.Trim();
        }

        return entries;
    }

    /// <summary>States of elements from <c>qstat -t</c>: number of the array, element, letter.</summary>
    internal static IEnumerable<(string Job, long Element, char State)> Elements(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            if (ElementPattern().Match(line) is { Success: true } match)
            {
                yield return (
                    match.Groups["number"].Value + "[]", long.Parse(match.Groups["element"].Value, CultureInfo.InvariantCulture), match.Groups["state"].Value[0]);
            }
        }
    }

    /// <summary>Elements from a list such as <c>0-3,7</c>; none for <c>-</c>.</summary>
    internal static IEnumerable<IndexRange> Ranges(string text)
    {
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(static part => part != "-"))
        {
            string[] words = part.Split(':')[0].Split('-');
            yield return long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long first)
                && long.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long last) && last >= first
                ? new IndexRange(first, last - first + 1)
                : throw new FormatException($"'{part}' is no range of elements.");
        }
    }

    /// <summary>Processors of each host from <c>pbsnodes -a</c>; hosts that are down or taken out have none.</summary>
    internal static IReadOnlyList<int> Processors(string text)
    {
        var hosts = new List<int>();
        bool isUp = true;
        foreach (string line in text.Split('\n').Where(static line => line.Trim().Length > 0))
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                hosts.Add(0);
                isUp = true;
                continue;
            }

            Match attribute = AttributePattern().Match(line);
            (string name, string value) = (attribute.Groups["name"].Value, attribute.Groups["value"].Value.Trim());
            isUp &= name != "state" || !(value.Contains("down", StringComparison.Ordinal) || value.Contains("offline", StringComparison.Ordinal));
            if (hosts.Count > 0 && name is "resources_available.ncpus" or "np" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int processors))
            {
                hosts[^1] = isUp ? processors : 0;
            }
        }

        return hosts;
    }

    /// <summary>What a letter means to who waits; null for an element that has ended.</summary>
    internal static QueuedState? StateOf(char letter) => letter switch
    {
        'C' or 'F' or 'X' or 'M' => null,
        'R' or 'E' or 'S' or 'U' or 'B' => QueuedState.Running,
        'H' => QueuedState.Stuck,
        _ => QueuedState.Waiting,
    };

    [GeneratedRegex(@"^(?<number>\d+)(?<array>\[\d*\]|-\d+(?=\.|$))?(\.|$)")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^(Job Id|Server):\s*(?<id>\S.*)$")]
    private static partial Regex HeadPattern();

    [GeneratedRegex(@"^\s+(?<name>[A-Za-z_][A-Za-z0-9_.]*) = (?<value>.*)$")]
    private static partial Regex AttributePattern();

    [GeneratedRegex(@"^(?<number>\d+)\[(?<element>\d+)\]\S*\s.*\s(?<state>[A-Z])\s+\S+\s*$")]
    private static partial Regex ElementPattern();
}
