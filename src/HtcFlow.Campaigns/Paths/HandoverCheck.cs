using HtcFlow.Campaigns.Assembly;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Names;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Paths;

/// <summary>Finds results of earlier tasks that would overwrite each other in the scratch directory of a later one.</summary>
/// <remarks>In the store every task has a prefix of its own, so only here can two outputs meet.</remarks>
internal static class HandoverCheck
{
    /// <summary>Reports what would meet in the tasks of a stage.</summary>
    public static void Check(StageContext stage, IReadOnlyDictionary<string, StageContext> all)
    {
        var taken = new Dictionary<(string Directory, string Output), string>();
        foreach (var results in stage.Draft.Inputs.OfType<InputDraft.Results>())
        {
            if (results.Stage is not { } from || !all.TryGetValue(from.Value, out var source))
            {
                continue;
            }

            string into = results.Into?.Value ?? ".";
            foreach (string text in OutputsOf(source.Draft).Where(output => IsTaken(output, results.Files)))
            {
                if (!taken.TryAdd((into, text), from.Value) && taken[(into, text)] != from.Value)
                {
                    stage.Bench.Problems.Error(
                        from.Place,
                        $"the output {Wording.Quote(text)} is declared by {Wording.List([taken[(into, text)], from.Value], "and")}, and both are taken into {Wording.Quote(into)}",
                        $"take one of them into a directory of its own: into: {from.Value}");
                }
            }

            CheckTasks(stage, source, results, into);
        }
    }

    // Several tasks of one stage are told apart by the axes that they do not share with the later task.
    private static void CheckTasks(StageContext stage, StageContext source, InputDraft.Results results, string into)
    {
        var edge = stage.Edges.FirstOrDefault(e => e.Stage == source.Name.Value);
        if (source.Sweep.Sweep is not { } sweep || edge is null || edge.Kind == EdgeKind.Each)
        {
            return;
        }

        int[] shared = [.. edge.Axes.Select(sweep.DimensionOf)];
        var free = sweep.Dimensions.Where((dimension, d) => dimension.Count > 1 && !shared.Contains(d)).ToArray();
        string[] names = [.. TemplateCheck.NamesIn(into).Where(name => name.StartsWith(source.Name.Value + ".", StringComparison.Ordinal)).Select(name => name[(source.Name.Value.Length + 1)..])];
        foreach (string text in OutputsOf(source.Draft).Where(output => IsTaken(output, results.Files)))
        {
            string[] used = [.. names, .. TemplateCheck.NamesIn(text)];
            if (used.Contains("task.index") || free.FirstOrDefault(dimension => !dimension.Axes.Any(axis => used.Contains(axis.Name))) is not { } missing)
            {
                continue;
            }

            Report(stage, source, results, text, missing.Axes[0].Name);
        }
    }

    private static void Report(StageContext stage, StageContext source, InputDraft.Results results, string output, string axis)
    {
        string from = source.Name.Value;
        Place place = results.Into?.Place ?? results.Stage!.Place;
        string advice = $"tell them apart by the directory, for example into: {from}-${{{from}.{axis}}}";
        if (Glob.HasWildcards(output))
        {
            stage.Bench.Problems.Warning(
                place,
                $"files of {Wording.Quote(output)} come from several tasks of {Wording.Quote(from)}; those of one name overwrite each other",
                advice + ", if their names do not differ");
        }
        else
        {
            stage.Bench.Problems.Error(
                place, $"{Wording.Quote(output)} comes from several tasks of {Wording.Quote(from)}, which would overwrite each other here", advice);
        }
    }

    private static IEnumerable<string> OutputsOf(StageDraft draft) => draft.Outputs
        .OfType<OutputDraft.Matching>().Select(output => output.Glob).OfType<ScalarNode>().Select(glob => glob.Value);

    private static bool IsTaken(string output, IReadOnlyList<ScalarNode> files) =>
        files.Count == 0 || files.Any(glob => glob.Value == output || Glob.Matches(glob.Value, output));
}
