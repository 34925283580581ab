using System.Collections.Immutable;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Language;

/// <summary>How a stage is written.</summary>
internal static class StageLanguage
{
    /// <summary>Keys that may also stand under <c>defaults</c>.</summary>
    public static RecordShape<StageDraft> Defaults { get; } = AddShared(new RecordShape<StageDraft>(
        "defaults", "What holds for every stage that does not say otherwise.", "a mapping of settings", new StageDraft()));

    /// <summary>A stage.</summary>
    public static RecordShape<StageDraft> Stage { get; } = AddShared(
        new RecordShape<StageDraft>("stage", "One step of the campaign: a command, run once for every element of its sweep.", "a mapping with 'command'", new StageDraft())
        .Required("command", new ListShape<ScalarNode>(new TolerantShape<ScalarNode>(Scalars.Text("a word"), new ScalarNode(default, "", false, -1)), "a list of words such as [simulate, input.txt]", 1),
            "Program and arguments, never seen by a shell; may hold ${...}.", (stage, words) => stage with { Command = words })
        .Optional("sweep", new TolerantShape<ImmutableList<SweepPart>>(SweepLanguage.Sweep, [new SweepPart.Faulty()]), "a single task", "The parameter space; one task for every element.", (stage, sweep) => stage with { Sweep = sweep })
        .Optional("after", After(), "nothing", "Stages that come first: a name, a list of names, or a mapping of names to all, each or [axes].",
            (stage, edges) => stage with { After = edges })
        .Optional("inputs", FileLanguage.Inputs, "none", "What stands in the scratch directory before the command starts.", (stage, inputs) => stage with { Inputs = inputs })
        .Optional("binaries", FileLanguage.Binaries, "none", "Programs by name, each in one build or in several for different processors.",
            (stage, programs) => stage with { Binaries = programs })
        .Optional("outputs", FileLanguage.Outputs, "none", "Files that a task must produce.", (stage, outputs) => stage with { Outputs = outputs }));

    private static RecordShape<StageDraft> AddShared(RecordShape<StageDraft> stage) => stage
        .Optional("environment", Environment(), "none", "Environment variables of the command; values may hold ${...}.",
            (draft, variables) => draft with { Environment = variables })
        .Optional("checkpoint", FileLanguage.Checkpoint, "none", "Checkpoint files.", (draft, checkpoint) => draft with { Checkpoint = checkpoint })
        .Optional("resources", PolicyLanguage.Resources, "one processor", "What one task occupies.", (draft, resources) => draft with { Resources = resources })
        .Optional("watch", WatchLanguage.Watch, "no limits", "When an attempt is too slow.", (draft, watch) => draft with { Watch = watch })
        .Optional("retry", PolicyLanguage.Retry, "three attempts", "Which ends of an attempt lead to another one.", (draft, retry) => draft with { Retry = retry })
        .Optional("pack", PolicyLanguage.Pack, "1", "Tasks that one backend job runs one after the other; auto finds a number by measuring.",
            (draft, pack) => draft with { Pack = pack.Tasks, IsPackAutomatic = pack.IsAutomatic })
        .Optional("priority", Scalars.Whole(-1000, 1000), "0", "Stages of a higher priority are sent first; equal ones share what may be outstanding.",
            (draft, priority) => draft with { Priority = (int)priority })
        .Optional("targets", new ListShape<ScalarNode>(Scalars.Name("target"), "a list of targets of the backend", 1), "any",
            "Targets of the backend that the stage's jobs may go to.", (draft, targets) => draft with { Targets = targets })
        .Optional("tolerate", PolicyLanguage.Tolerate, "0", "Failed tasks, as a number or a share such as 2%, with which the stage still counts as done.",
            (draft, tolerance) => draft with { Tolerate = tolerance });

    private static RecordShape<ImmutableList<KeyValuePair<ScalarNode, ScalarNode>>> Environment() =>
        new RecordShape<ImmutableList<KeyValuePair<ScalarNode, ScalarNode>>>(
            "environment", "Environment variables by name.", "a mapping of names to texts", [])
        .Chosen("an environment variable", ("letters, digits and '_', no digit first", "^[A-Za-z_][A-Za-z0-9_]*$"),
            Scalars.Text("a text"), mayAdd: true, (variables, name, value) => variables.Add(new(name, value)));

    private static EitherShape<ImmutableList<EdgeDraft>> After()
    {
        var stage = Scalars.Name("stage");
        return new EitherShape<ImmutableList<EdgeDraft>>(
            stage.To(name => ImmutableList.Create(All(name))),
            new ListShape<ScalarNode>(stage, "a list of stages", 1).To(names => names.Select(All).ToImmutableList()),
            new RecordShape<ImmutableList<EdgeDraft>>("after", "Earlier stages and how tasks are matched with theirs.", "a mapping of stages to all, each or [axes]", [])
                .Chosen("a stage", ("the name of a stage", Scalars.NamePattern), Edge(), mayAdd: true,
                    (edges, name, edge) => edges.Add(edge with { Stage = name })));
    }

    private static EitherShape<EdgeDraft> Edge()
    {
        // The stage is filled in by the mapping that holds the edge.
        var nowhere = new ScalarNode(default, "", true, 0);
        return new EitherShape<EdgeDraft>(
            Scalars.Choice(("all", EdgeKind.All), ("each", EdgeKind.Each)).To(kind => new EdgeDraft(nowhere, kind, [])),
            new ListShape<ScalarNode>(Scalars.Filled("the name of an axis"), "a list of axes that both stages have", 1)
                .To(axes => new EdgeDraft(nowhere, EdgeKind.Axes, axes)));
    }

    private static EdgeDraft All(ScalarNode stage) => new(stage, EdgeKind.All, []);
}
