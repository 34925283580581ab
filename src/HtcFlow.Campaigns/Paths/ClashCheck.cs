using HtcFlow.Campaigns.Assembly;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Paths;

/// <summary>Finds paths that one stage uses for two things.</summary>
internal static class ClashCheck
{
    /// <summary>Reports every second use of the same path or pattern among a stage's inputs, outputs and checkpoints.</summary>
    public static void Check(StageContext stage)
    {
        var first = new Dictionary<string, (string Noun, Place At)>(StringComparer.Ordinal);
        foreach (var (noun, node, path) in UsesOf(stage.Draft))
        {
            if (first.TryAdd(path, (noun, node.Place)))
            {
                continue;
            }

            var (other, at) = first[path];
            string what = other == noun ? $"{noun} twice" : $"{other} and {noun}";
            stage.Bench.Problems.Error(
                node.Place, $"{Wording.Quote(path)} is declared as {what}, first on line {at.Line}", "give each its own name, or remove one of them");
        }
    }

    private static IEnumerable<(string Noun, ScalarNode Node, string Path)> UsesOf(StageDraft draft)
    {
        foreach (var input in draft.Inputs)
        {
            var (path, name) = input switch
            {
                InputDraft.PlainFile file => (file.Path, file.As),
                InputDraft.Template template => (template.Path, template.As),
                _ => (null, null),
            };
            if (name is not null)
            {
                yield return ("input", name, Shortest(name.Value));
            }
            else if (path is not null)
            {
                yield return ("input", path, Path.GetFileName(path.Value));
            }
        }

        foreach (var glob in draft.Outputs.OfType<OutputDraft.Matching>().Select(output => output.Glob).OfType<ScalarNode>())
        {
            yield return ("output", glob, Shortest(glob.Value));
        }

        foreach (var glob in draft.Checkpoint?.Files ?? [])
        {
            yield return ("checkpoint", glob, Shortest(glob.Value));
        }
    }

    private static string Shortest(string path) => string.Join('/', path.Split('/').Where(part => part is not ("" or ".")));
}
