using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Sweeps;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>Checks what stages wait for.</summary>
internal sealed class EdgeResolver(IReadOnlyDictionary<string, StageSweep> sweeps, ProblemList problems)
{
    /// <summary>The sound dependencies of a stage.</summary>
    public IReadOnlyList<EdgeSpec> Resolve(ScalarNode stage, StageDraft draft)
    {
        var edges = new List<EdgeSpec>();
        foreach (var edge in draft.After)
        {
            string name = edge.Stage.Value;
            if (name == stage.Value)
            {
                problems.Error(edge.Stage.Place, $"the stage {Wording.Quote(name)} comes after itself", "remove it from its own 'after'");
            }
            else if (!sweeps.ContainsKey(name))
            {
                string[] others = [.. sweeps.Keys.Where(other => other != stage.Value)];
                problems.Error(edge.Stage.Place, $"there is no stage {Wording.Quote(name)}", Nearest.Advice(name, others, "remove it: the campaign has no other stage"));
            }
            else if (edges.Exists(e => e.Stage == name))
            {
                problems.Error(edge.Stage.Place, $"the stage {Wording.Quote(name)} stands twice under 'after'", "remove one of them");
            }
            else
            {
                CheckMatch(stage.Value, edge);
                edges.Add(new EdgeSpec(name, edge.Kind, [.. edge.Axes.Select(axis => axis.Value)]));
            }
        }

        return edges;
    }

    private void CheckMatch(string stage, EdgeDraft edge)
    {
        string before = edge.Stage.Value;
        if (edge.Kind == EdgeKind.Each && sweeps[stage].Sweep is { } own && sweeps[before].Sweep is { } earlier && own.Count != earlier.Count)
        {
            problems.Error(
                edge.Stage.Place,
                $"'each' needs as many tasks in {Wording.Quote(stage)} as in {Wording.Quote(before)}, but they have {own.Count} and {earlier.Count}",
                "use 'all', or name the axes that both share: [axis]");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var axis in edge.Axes)
        {
            if (!seen.Add(axis.Value))
            {
                problems.Error(axis.Place, $"the axis {Wording.Quote(axis.Value)} stands twice here", "remove one of them");
            }
            else if (IsAxisOf(axis, stage) & IsAxisOf(axis, before))
            {
                CheckShared(axis, stage, before);
            }
        }
    }

    private bool IsAxisOf(ScalarNode axis, string stage)
    {
        var sweep = sweeps[stage];
        if (sweep.Names.Contains(axis.Value) || sweep.IsOpen)
        {
            return true;
        }

        problems.Error(
            axis.Place,
            $"the stage {Wording.Quote(stage)} has no axis {Wording.Quote(axis.Value)}",
            Nearest.Advice(axis.Value, sweep.Names, "it has no sweep; use 'all'"));
        return false;
    }

    private void CheckShared(ScalarNode axis, string stage, string before)
    {
        if (sweeps[stage].Sweep is not { } own || sweeps[before].Sweep is not { } earlier)
        {
            return;
        }

        var here = own.Dimensions[own.DimensionOf(axis.Value)];
        var there = earlier.Dimensions[earlier.DimensionOf(axis.Value)];
        if (!here.Matches(there))
        {
            problems.Error(
                axis.Place,
                $"the axis {Wording.Quote(axis.Value)} differs between {Wording.Quote(before)} and {Wording.Quote(stage)}: {DifferenceOf(axis.Value, before, there, stage, here)}",
                $"make them equal, or write {axis.Value}: {{like: {before}}} in {Wording.Quote(stage)}");
        }
    }

    private static string DifferenceOf(string axis, string before, Dimension there, string stage, Dimension here)
    {
        string[] thereNames = [.. there.Axes.Select(a => a.Name)];
        string[] hereNames = [.. here.Axes.Select(a => a.Name)];
        if (!thereNames.ToHashSet(StringComparer.Ordinal).SetEquals(hereNames))
        {
            return $"it advances together with {Beside(axis, thereNames)} in {Wording.Quote(before)} and with {Beside(axis, hereNames)} in {Wording.Quote(stage)}";
        }

        if (there.Count != here.Count)
        {
            return $"{Wording.Count(there.Count, "value")} and {here.Count}";
        }

        foreach (var column in there.Axes)
        {
            var other = here.Axes.First(a => a.Name == column.Name);
            for (long i = 0; i < column.Values.Count; i++)
            {
                if (column.Values.At(i) != other.Values.At(i))
                {
                    string of = column.Name == axis ? "" : $" of {Wording.Quote(column.Name)}";
                    return $"value {i + 1}{of} is {Wording.Quote(column.Values.At(i))} and {Wording.Quote(other.Values.At(i))}";
                }
            }
        }

        return "their values are written differently";
    }

    private static string Beside(string axis, string[] names) =>
        names.Length == 1 ? "no other" : Wording.List(names.Where(name => name != axis), "and");
}
