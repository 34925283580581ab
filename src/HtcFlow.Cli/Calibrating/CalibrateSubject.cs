using HtcFlow.Campaigns;
using HtcFlow.Cli.Aws;
using HtcFlow.Cli.Calibrating.Book;
using HtcFlow.Cli.Calibrating.Running;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Calibrating;

/// <summary>What is calibrated: a stage of a campaign file on one target.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Stage">The stage as the file has it.</param>
/// <param name="Options">Options of the backend with those of the target.</param>
internal sealed record CalibrateSubject(CampaignSpec Campaign, StageSpec Stage, IReadOnlyDictionary<string, string> Options)
{
    // Two samples have a spread.
    private const int Least = 2;

    /// <summary>Options of the target's queue as the backend takes them.</summary>
    public BackendSpec Backend => new(Campaign.Backend.Kind, Options);

    /// <summary>Reads the file and finds stage and target; null, after saying what is wrong, when that cannot be calibrated.</summary>
    public static CalibrateSubject? Read(CommandContext context, CalibrateRequest request)
    {
        if (FileReading.Read(context, request.File, request.Overrides) is not { } spec)
        {
            return null;
        }

        if (spec.Backend.Kind != AwsBatchSetup.Kind)
        {
            context.Fail(
                ExitCodes.Usage, $"campaign {spec.Name} runs on {spec.Backend.Kind}, which has no types of instances to choose from",
                "calibrate a campaign with the backend aws-batch; --set backend=aws-batch needs its options in the file too");
            return null;
        }

        if (context.Parts.ExamineBackend(context, spec) is { } fault)
        {
            throw fault;
        }

        return StageOf(context, spec, request.Stage) is { } stage && OptionsOf(context, spec.Backend, request.Target) is { } options
            ? new CalibrateSubject(spec, stage, options)
            : null;
    }

    /// <summary>Makes the campaigns of rounds from it; templates that ask for their task's number are changed, in copies.</summary>
    public RoundSpec Rounds(CalibrationFile file)
    {
        int copies = 0;
        return new RoundSpec(Campaign, OriginalNames.Rewrite(Stage, Template), Options);

        string Template(string path)
        {
            string text = File.ReadAllText(path);
            string changed = OriginalNames.Rewrite(text);
            return changed == text ? path : file.Keep($"template-{++copies}", changed);
        }
    }

    private static StageSpec? StageOf(CommandContext context, CampaignSpec spec, string? name)
    {
        string[] names = [.. spec.Stages.Select(static stage => stage.Name)];
        StageSpec[] free = [.. spec.Stages.Where(static stage => !stage.Inputs.OfType<InputSpec.StageResults>().Any())];
        if (name is null && free.Length != 1)
        {
            context.Fail(
                ExitCodes.Usage, free.Length == 0 ? "every stage takes results of another" : $"{free.Length} stages can be calibrated: {string.Join(", ", free.Select(static s => s.Name))}",
                "name one with --stage");
            return null;
        }

        StageSpec? stage = name is null ? free[0] : spec.Stages.FirstOrDefault(stage => stage.Name == name);
        if (stage is null)
        {
            context.Fail(ExitCodes.Usage, $"campaign {spec.Name} has no stage '{name}'", Nearest.Advice(name!, names, "it has no stages"));
        }
        else if (!free.Contains(stage))
        {
            context.Fail(
                ExitCodes.Usage, $"stage {stage.Name} takes results of another stage, which samples do not have",
                $"calibrate {(free.Length > 0 ? string.Join(" or ", free.Select(static s => s.Name)) : "a campaign whose stage has these results as inputs")}");
            return null;
        }
        else if (stage.Sweep.Count < Least)
        {
            context.Fail(ExitCodes.Usage, $"stage {stage.Name} has {stage.Sweep.Count} task, and samples need {Least}", "calibrate a stage with more tasks");
            return null;
        }

        return stage;
    }

    private static Dictionary<string, string>? OptionsOf(CommandContext context, BackendSpec backend, string? name)
    {
        TargetSpec? target = name is not null ? backend.Targets?.FirstOrDefault(target => target.Name == name) : backend.Targets is [var first, ..] ? first : null;
        if (name is not null && target is null)
        {
            string[] names = [.. (backend.Targets ?? []).Select(static t => t.Name)];
            context.Fail(ExitCodes.Usage, $"the backend has no target '{name}'", Nearest.Advice(name, names, "it has no targets"));
            return null;
        }

        var options = new Dictionary<string, string>(backend.Options, StringComparer.Ordinal);
        foreach ((string key, string value) in target?.Options ?? new Dictionary<string, string>())
        {
            options[key] = value;
        }

        return options;
    }
}
