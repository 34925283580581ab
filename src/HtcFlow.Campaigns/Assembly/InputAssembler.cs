using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Names;
using HtcFlow.Campaigns.Paths;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>Checks a stage's inputs: files exist, templates can be filled in, results come from a stage before.</summary>
internal sealed class InputAssembler(StageContext stage, IReadOnlyDictionary<string, StageContext> all)
{
    // A template is read and rendered for every task; larger files belong into plain inputs.
    private const long MaxTemplateBytes = 16 * 1_000_000L;

    /// <summary>The inputs that are sound.</summary>
    public IReadOnlyList<InputSpec> Assemble() =>
        [.. stage.Draft.Inputs.Select(InputOf).OfType<InputSpec>()];

    private InputSpec? InputOf(InputDraft draft) => draft switch
    {
        InputDraft.PlainFile { Path: { } path } file => FileOf(path, file),
        InputDraft.Template { Path: { } path } template => TemplateOf(path, template),
        InputDraft.Results { Stage: { } from } results => ResultsOf(from, results),
        _ => null,
    };

    private InputSpec.PlainFile? FileOf(ScalarNode path, InputDraft.PlainFile file)
    {
        string name = NameOf(path, file.As);
        return stage.Bench.Locate(path) is { } source ? new InputSpec.PlainFile(source, name, "", file.Executable) : null;
    }

    private InputSpec.RenderedFile? TemplateOf(ScalarNode path, InputDraft.Template template)
    {
        string name = NameOf(path, template.As);
        if (stage.Bench.ReadText(path, MaxTemplateBytes, "template") is not { } text)
        {
            return null;
        }

        TemplateCheck.CheckFile(text, path.Value, stage.Scope, stage.Bench.Problems);
        return new InputSpec.RenderedFile(stage.Bench.PathOf(path.Value), name, "");
    }

    private string NameOf(ScalarNode path, ScalarNode? name)
    {
        if (name is not null)
        {
            return CheckFileName(name);
        }

        // The file's own name is literal: '${' in it is not a place to fill in.
        return Path.GetFileName(path.Value).Replace("${", "$${", StringComparison.Ordinal);
    }

    private string CheckFileName(ScalarNode name)
    {
        string path = ScratchPath.Check(name, stage, stage.Scope);
        if (name.Value.EndsWith('/') || path == ".")
        {
            stage.Bench.Problems.Error(name.Place, $"{Wording.Quote(name.Value)} names a directory", "write the name of the file as well");
        }

        return path;
    }

    private InputSpec.StageResults ResultsOf(ScalarNode from, InputDraft.Results draft)
    {
        var problems = stage.Bench.Problems;
        StageContext? source = null;
        if (!all.TryGetValue(from.Value, out source))
        {
            problems.Error(from.Place, $"there is no stage {Wording.Quote(from.Value)}", Nearest.Advice(from.Value, [.. all.Keys], "name a stage"));
        }
        else if (stage.Edges.All(edge => edge.Stage != from.Value))
        {
            problems.Error(
                from.Place,
                $"results of {Wording.Quote(from.Value)} are taken, but {Wording.Quote(stage.Name.Value)} does not come after it",
                $"add {Wording.Quote(from.Value)} to 'after'");
        }
        else if (source.Draft.Outputs.Count == 0)
        {
            problems.Error(from.Place, $"the stage {Wording.Quote(from.Value)} declares no outputs", $"declare them in {Wording.Quote(from.Value)}, or remove this input");
        }

        var scope = source is null
            ? stage.Scope with { IsOpen = true }
            : stage.Scope.With(source.Sweep.Names.Select(axis => $"{from.Value}.{axis}"), source.Sweep.IsOpen);
        string into = draft.Into is null ? "." : ScratchPath.Check(draft.Into, stage, scope);
        string[] files = [.. draft.Files.Select(glob => ScratchPath.Check(glob, stage, stage.Scope))];
        return new InputSpec.StageResults(from.Value, files, into);
    }
}
