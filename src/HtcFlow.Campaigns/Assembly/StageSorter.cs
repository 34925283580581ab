using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>Puts stages into an order in which each follows those it comes after; stages that are free keep the order of the file.</summary>
internal static class StageSorter
{
    /// <summary>Sorts stages; those in a cycle come last, after a problem was reported for each cycle found.</summary>
    public static IReadOnlyList<ScalarNode> Sort(
        IReadOnlyList<ScalarNode> stages, IReadOnlyDictionary<string, IReadOnlyList<EdgeSpec>> edges, ProblemList problems)
    {
        var waiting = stages.Select(stage => edges[stage.Value].Count).ToArray();
        var later = stages.Select((stage, s) => (stage, s))
            .SelectMany(item => edges[item.stage.Value].Select(edge => (edge.Stage, item.s)))
            .ToLookup(pair => pair.Stage, pair => pair.s, StringComparer.Ordinal);

        // Of the stages that are free, the one that stands first in the file is next.
        var free = new PriorityQueue<int, int>(Enumerable.Range(0, stages.Count).Where(s => waiting[s] == 0).Select(s => (s, s)));
        var sorted = new List<ScalarNode>();
        while (free.TryDequeue(out int next, out _))
        {
            sorted.Add(stages[next]);
            foreach (int s in later[stages[next].Value].Where(s => --waiting[s] == 0))
            {
                free.Enqueue(s, s);
            }
        }

        if (sorted.Count == stages.Count)
        {
            return sorted;
        }

        var done = sorted.Select(stage => stage.Value).ToHashSet(StringComparer.Ordinal);
        var rest = stages.Where(stage => !done.Contains(stage.Value)).ToList();
        Report(rest, edges, done, problems);
        return [.. sorted, .. rest];
    }

    // Every stage that is left waits for another that is left, so walking back from any of them ends in a cycle.
    private static void Report(
        List<ScalarNode> rest, IReadOnlyDictionary<string, IReadOnlyList<EdgeSpec>> edges, HashSet<string> done, ProblemList problems)
    {
        var walked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in rest)
        {
            var trail = new List<string>();
            string at = start.Value;
            while (walked.Add(at))
            {
                trail.Add(at);
                at = edges[at].First(edge => !done.Contains(edge.Stage)).Stage;
            }

            int first = trail.IndexOf(at);
            if (first < 0)
            {
                continue;
            }

            string[] circle = [.. trail[first..]];
            var place = rest.Find(stage => circle.Contains(stage.Value))!.Place;
            problems.Error(
                place,
                $"stages wait for each other in a circle: {string.Join(" -> ", circle.Reverse().Prepend(circle[0]))}",
                "remove one of these from an 'after'");
        }
    }
}
