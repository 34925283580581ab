using System.Collections.Immutable;
using System.Globalization;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Shapes;

namespace HtcFlow.Campaigns.Language;

/// <summary>How a backend and its options are written.</summary>
internal static class BackendLanguage
{
    /// <summary>Names of the backends.</summary>
    public static readonly string[] Kinds = ["local", "gridengine", "slurm", "aws-batch"];

    /// <summary>Where tasks run.</summary>
    public static ShapeOf<BackendDraft> Backend { get; } = new EitherShape<BackendDraft>(
        new ScalarShape<BackendDraft>(
            "one of " + Wording.List(Kinds, "and"),
            static () => new() { ["enum"] = Scalars.TypesOf(Kinds) },
            static node => Kinds.Contains(node.Value)
                ? new BackendDraft(node, node.Value, ImmutableDictionary<string, string>.Empty)
                : new Parsed<BackendDraft>(null, $"is {Wording.Quote(node.Value)}", Nearest.Advice(node.Value, Kinds, "write 'local'"))),
        With("local", Options("local", "Processes on this machine.")
            .Whole("slots", 1, 65536, "the processors of this machine", "Processors in use at a time.")),
        With("gridengine", Options("gridengine", "A Grid Engine cluster.")
            .Text("queue", "Queue (qsub -q).")
            .Text("project", "Project (qsub -P).")
            .Whole("priority", -1023, 1024, "0", "Priority (qsub -p); users may only lower it.")
            .Text("parallel-environment", "Parallel environment that grants more than one processor (qsub -pe).")
            .Text("via", "Host on which the scheduler's commands are run, by ssh.")),
        With("slurm", Options("slurm", "A Slurm cluster.")
            .Text("partition", "Partition (sbatch --partition).")
            .Text("account", "Account that is charged (sbatch --account).")
            .Text("qos", "Quality of service (sbatch --qos).")
            .Text("via", "Host on which the scheduler's commands are run, by ssh.")),
        With("aws-batch", Options("aws-batch", "AWS Batch.")
            .Text("queue", "Job queue, by name or ARN.")
            .Text("region", "Region, such as eu-central-1.")
            .Text("image", "Container image that holds the runner and the programs.")));

    private static ShapeOf<BackendDraft> With(string kind, RecordShape<ImmutableDictionary<string, string>> options) =>
        new RecordShape<BackendDraft>(
            "backend-" + kind, "A backend with its options.", $"{{{kind}: {{...}}}}", new BackendDraft(null, kind, ImmutableDictionary<string, string>.Empty))
        .Required(kind, options, "Options of the backend.", (backend, values) => backend with { Options = values })
        .MarkedBy(kind);

    private static RecordShape<ImmutableDictionary<string, string>> Options(string kind, string doc) =>
        new(kind + "-options", doc, $"a mapping of options of {kind}", ImmutableDictionary<string, string>.Empty);

    private static RecordShape<ImmutableDictionary<string, string>> Text(
        this RecordShape<ImmutableDictionary<string, string>> options, string key, string doc) =>
        options.Optional(key, Scalars.Filled("a text"), "left to the backend", doc, (values, text) => values.SetItem(key, text.Value));

    private static RecordShape<ImmutableDictionary<string, string>> Whole(
        this RecordShape<ImmutableDictionary<string, string>> options, string key, long least, long most, string standard, string doc) =>
        options.Optional(
            key, Scalars.Whole(least, most), standard, doc, (values, number) => values.SetItem(key, number.ToString(CultureInfo.InvariantCulture)));
}
