using System.Collections.Immutable;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Language;

/// <summary>How a parameter space is written.</summary>
internal static class SweepLanguage
{
    /// <summary>Rule for the names of axes and variables.</summary>
    public static readonly (string Expected, string Pattern) NameRule =
        ("a letter, then letters, digits, '_' and '-'", "^[a-zA-Z][a-zA-Z0-9_-]*$");

    private static readonly ShapeOf<ScalarNode> s_number = Scalars.Matching(
        "a decimal number", @"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$");

    /// <summary>The values of an axis.</summary>
    public static ShapeOf<AxisDraft> Axis { get; } = new TolerantShape<AxisDraft>(
        new EitherShape<AxisDraft>(
            new ListShape<ScalarNode>(Scalars.Text("a value"), "a list of values such as [1500, 2000]", 1)
                .To(items => (AxisDraft)new AxisDraft.Listed(items)),
            Range().To(text => (AxisDraft)new AxisDraft.Range(text)),
            Like().To(like => (AxisDraft)like),
            Steps().To(steps => (AxisDraft)steps)),
        new AxisDraft.Faulty());

    /// <summary>The parameter space of a stage.</summary>
    public static ShapeOf<ImmutableList<SweepPart>> Sweep { get; } =
        new RecordShape<ImmutableList<SweepPart>>(
            "sweep",
            "The parameter space: the product of its axes in the order of the file, the last one varying fastest.",
            "a mapping of axis names to values",
            [])
        .Optional("zip", Zips(), "none", "Axes that advance together, all with the same number of values; or a list of such mappings.",
            (parts, zips) => parts.AddRange(zips.Select(axes => new SweepPart.Axes(axes))))
        .Optional("table", Tables(), "none", "CSV file with a header of axis names whose rows are taken together; or a list of files.",
            (parts, tables) => parts.AddRange(tables.Select(path => new SweepPart.Table(path))))
        .Chosen("an axis", NameRule, Axis, mayAdd: false,
            (parts, name, values) => parts.Add(new SweepPart.Axes([new NamedAxis(name, values)])));

    private static ScalarShape<ScalarNode> Range() => new(
        "a range such as 1..200",
        static () => new() { ["type"] = "string", ["pattern"] = "^[-+]?[0-9]{1,40}\\.\\.[-+]?[0-9]{1,40}$" },
        static node => Sweeps.IntegerRange.IsWritten(node.Value)
            ? node
            : new Parsed<ScalarNode>(
                null,
                $"is {Wording.Quote(node.Value)}, which is neither a list nor a range of whole numbers",
                Sweeps.IntegerRange.Meant(node.Value) is { } meant ? $"write {meant} for a range of whole numbers, or [{node.Value}] for a single value"
                    : node.Value.Length is > 0 and < 40 && !node.Value.Contains('.', StringComparison.Ordinal)
                    ? $"write [{node.Value}] for a single value, or 1..200 for a range"
                    : "write 1..200 for whole numbers, {from: 0.1, to: 0.9, step: 0.1} for decimals, or a list [a, b]"));

    private static RecordShape<AxisDraft.Like> Like() =>
        new RecordShape<AxisDraft.Like>("like", "The values of the axis of the same name of another stage.", "{like: <stage>}", new AxisDraft.Like(null))
        .Required("like", Scalars.Name("stage"), "Stage that has an axis of the same name.", (_, stage) => new AxisDraft.Like(stage))
        .MarkedBy("like");

    private static RecordShape<AxisDraft.Steps> Steps() =>
        new RecordShape<AxisDraft.Steps>(
            "steps", "Equally spaced decimals, computed exactly.", "{from: 0.1, to: 0.9, step: 0.1}", new AxisDraft.Steps(null, null, null))
        .Required("from", s_number, "First value.", (steps, value) => steps with { From = value })
        .Required("to", s_number, "Last value, included when a step meets it.", (steps, value) => steps with { To = value })
        .Required("step", s_number, "Distance between neighbours, negative for a falling axis, never 0.", (steps, value) => steps with { Step = value });

    private static EitherShape<IReadOnlyList<IReadOnlyList<NamedAxis>>> Zips()
    {
        var zip = new RecordShape<ImmutableList<NamedAxis>>(
                "zip", "Axes that advance together.", "a mapping such as {a: [1, 2], b: [x, y]}", [])
            .Chosen("an axis", NameRule, Axis, mayAdd: false, (axes, name, values) => axes.Add(new NamedAxis(name, values)))
            .To(axes => (IReadOnlyList<NamedAxis>)axes);
        return new EitherShape<IReadOnlyList<IReadOnlyList<NamedAxis>>>(
            zip.To(axes => (IReadOnlyList<IReadOnlyList<NamedAxis>>)[axes]),
            new ListShape<IReadOnlyList<NamedAxis>>(zip, "a list of such mappings", 1));
    }

    private static EitherShape<IReadOnlyList<ScalarNode>> Tables()
    {
        var path = Scalars.Filled("the name of a CSV file");
        return new EitherShape<IReadOnlyList<ScalarNode>>(
            path.To(file => (IReadOnlyList<ScalarNode>)[file]),
            new ListShape<ScalarNode>(path, "a list of CSV files", 1));
    }
}
