using System.Collections.Immutable;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Language;

/// <summary>How a backend, its options and its targets are written.</summary>
internal static class BackendLanguage
{
    /// <summary>Names of the backends.</summary>
    public static readonly string[] Kinds = ["local", "gridengine", "slurm", "pbs", "aws-batch"];

    // AWS Batch takes a million jobs; nobody needs a bound far above that.
    private const long LargestWindow = 1_000_000_000;

    // Weights are relative; beyond this ratio a target would get nothing anyway.
    private const double LargestWeight = 1_000_000;

    private static readonly ImmutableDictionary<string, string> s_none = ImmutableDictionary<string, string>.Empty;

    /// <summary>Where tasks run.</summary>
    public static ShapeOf<BackendDraft> Backend { get; } = new EitherShape<BackendDraft>(
        new ScalarShape<BackendDraft>(
            "one of " + Wording.List(Kinds, "and"),
            static () => new() { ["enum"] = Scalars.TypesOf(Kinds) },
            static node => Kinds.Contains(node.Value)
                ? new BackendDraft(node, node.Value, s_none)
                : new Parsed<BackendDraft>(null, $"is {Wording.Quote(node.Value)}", Nearest.Advice(node.Value, Kinds, "write 'local'"))),
        With("local", "Processes on this machine."),
        With("gridengine", "A Grid Engine cluster."),
        With("slurm", "A Slurm cluster."),
        With("pbs", "A PBS cluster: OpenPBS, PBS Professional or Torque."),
        With("aws-batch", "AWS Batch."));

    private static ShapeOf<BackendDraft> With(string kind, string doc)
    {
        var nothing = new BackendDraft(null, kind, s_none);
        var options = new RecordShape<BackendDraft>(kind + "-options", doc, $"a mapping of options of {kind}", nothing);
        foreach (var option in BackendOption.Of(kind))
        {
            options.Optional(option.Key, option.Shape, option.Standard, option.Doc,
                (backend, value) => backend with { Options = backend.Options.SetItem(option.Key, value) });
        }

        options.Optional("window", Scalars.Whole(1, LargestWindow), "what the backend bears",
            "Most jobs queued or running at a time; a pack of tasks is one job.", (backend, window) => backend with { Window = window });
        options.Optional("targets", Targets(kind), "none", "Places among which the jobs are shared out, by name: queues, partitions, regions.",
            (backend, targets) => backend with { Targets = targets });
        return new RecordShape<BackendDraft>("backend-" + kind, "A backend with its options.", $"{{{kind}: {{...}}}}", nothing)
            .Required(kind, options, "Options of the backend.", (_, backend) => backend)
            .MarkedBy(kind);
    }

    private static ShapeOf<ImmutableList<KeyValuePair<ScalarNode, TargetDraft>>> Targets(string kind)
    {
        if (kind == "local")
        {
            return new RefusedShape<ImmutableList<KeyValuePair<ScalarNode, TargetDraft>>>(
                "cannot stand here: the backend 'local' is this machine alone", "remove it, or choose a backend that has queues");
        }

        var target = new RecordShape<TargetDraft>(
            kind + "-target", "A target: its weight, and the options in which it differs.", $"a mapping of 'weight' and options of {kind}", new TargetDraft(1, s_none));
        target.Optional("weight", Scalars.Positive(LargestWeight), "1", "Its share of the jobs relative to the other targets.", (draft, weight) => draft with { Weight = weight });
        foreach (var option in BackendOption.Of(kind).Where(static option => !option.IsOfAll))
        {
            target.Optional(option.Key, option.Shape, "that of the backend", option.Doc,
                (draft, value) => draft with { Options = draft.Options.SetItem(option.Key, value) });
        }

        return new RecordShape<ImmutableList<KeyValuePair<ScalarNode, TargetDraft>>>(
            kind + "-targets", "Targets by name.", "a mapping of names to targets such as {a: {weight: 2}, b: {}}", [])
            .Chosen(
                "a target",
                ("lower-case letters, digits and inner hyphens, a letter first, at most 40 characters", Scalars.NamePattern),
                new TolerantShape<TargetDraft>(target, new TargetDraft(1, s_none)),
                mayAdd: true,
                (targets, name, draft) => targets.Add(new(name, draft)));
    }
}
