using System.Text.RegularExpressions;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Paths;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>Checks a stage's outputs and checkpoints.</summary>
internal static class OutputAssembler
{
    /// <summary>The outputs that are sound.</summary>
    public static IReadOnlyList<OutputSpec> Outputs(StageContext stage, IReadOnlyList<InputSpec> inputs)
    {
        var outputs = new List<OutputSpec>();
        foreach (var draft in stage.Draft.Outputs)
        {
            if (draft is OutputDraft.Matching { Glob: { } glob } matching)
            {
                outputs.Add(new OutputSpec.Matching(ScratchPath.Check(glob, stage, stage.Scope), matching.Optional));
            }
            else if (draft is OutputDraft.ListedIn { File: { } file, Pattern: { } pattern })
            {
                string path = ScratchPath.Check(file, stage, stage.Scope);
                CheckIsInput(file, path, stage, inputs);
                CheckPattern(pattern, stage.Bench.Problems);
                outputs.Add(new OutputSpec.ListedIn(path, pattern.Value));
            }
        }

        return outputs;
    }

    /// <summary>The checkpoints, or null when there are none.</summary>
    public static CheckpointSpec? Checkpoint(StageContext stage)
    {
        if (stage.Draft.Checkpoint is not { } draft)
        {
            return null;
        }

        return draft.Spec with
        {
            Files = [.. draft.Files.Select(file => CheckpointPath(file, stage))],
            CommitOn = draft.CommitOn is null ? "" : CheckpointPath(draft.CommitOn, stage),
        };
    }

    private static string CheckpointPath(ScalarNode file, StageContext stage)
    {
        if (file.Value.Contains("${", StringComparison.Ordinal))
        {
            stage.Bench.Problems.Error(
                file.Place, $"{Wording.Quote(file.Value)} has a ${{...}}, which is not filled in for checkpoints", "write a pattern: every task has a scratch directory of its own");
        }

        return ScratchPath.Check(file, stage, stage.Scope with { IsOpen = true });
    }

    private static void CheckIsInput(ScalarNode file, string path, StageContext stage, IReadOnlyList<InputSpec> inputs)
    {
        // What another stage hands over is known only when it has run; a faulty input has its own problem.
        if (inputs.Any(input => input is InputSpec.StageResults) || inputs.Count < stage.Draft.Inputs.Count)
        {
            return;
        }

        string[] names = [.. inputs.Select(input => input is InputSpec.PlainFile plain ? plain.As : ((InputSpec.RenderedFile)input).As)];
        if (!names.Contains(path))
        {
            stage.Bench.Problems.Error(
                file.Place,
                $"the outputs are listed in {Wording.Quote(file.Value)}, which is no input of {Wording.Quote(stage.Name.Value)}",
                Nearest.Advice(path, names, "add it to 'inputs'"));
        }
    }

    private static void CheckPattern(ScalarNode pattern, ProblemList problems)
    {
        try
        {
            int groups = new Regex(pattern.Value, RegexOptions.NonBacktracking).GetGroupNumbers().Length - 1;
            if (groups != 1)
            {
                problems.Error(
                    pattern.Place,
                    $"the pattern {Wording.Quote(pattern.Value)} has {Wording.Count(groups, "group")}",
                    "write exactly one (...), around the file name; (?:...) groups without counting");
            }
        }
        catch (RegexParseException e)
        {
            problems.Error(pattern.PlaceOf(e.Offset), $"the pattern {Wording.Quote(pattern.Value)} is no regular expression: {FirstLine(e.Message)}", "mend it, or put a '\\' before a character that is meant literally");
        }
        catch (NotSupportedException)
        {
            problems.Error(pattern.Place, $"the pattern {Wording.Quote(pattern.Value)} needs backtracking", "write it without look-around, back-references and atomic groups");
        }
    }

    private static string FirstLine(string message)
    {
        // The framework begins with the pattern and the offset, which the place says already.
        int dot = message.IndexOf(". ", StringComparison.Ordinal);
        return (dot < 0 ? message : message[(dot + 2)..]).TrimEnd('.');
    }
}
