using HtcFlow.Campaigns.Assembly;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Sweeps;

/// <summary>Turns the sweeps of all stages into dimensions; they are taken together because an axis may be <c>like</c> that of another stage.</summary>
internal sealed class SweepResolver
{
    // A chain of 'like' is followed by recursion; nobody can follow one of this length by eye either.
    private const int LongestChain = 64;

    private readonly Workbench _bench;
    private readonly Dictionary<string, Dimension?> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SweepFactor>> _factors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    private SweepResolver(Workbench bench) => _bench = bench;

    /// <summary>Resolves the sweeps of a campaign, by stage.</summary>
    public static IReadOnlyDictionary<string, StageSweep> Resolve(CampaignDraft campaign, Workbench bench)
    {
        var resolver = new SweepResolver(bench);
        var variables = campaign.Variables.Select(variable => variable.Key.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, stage) in campaign.Stages)
        {
            resolver.Gather(name.Value, stage, variables);
        }

        return campaign.Stages.ToDictionary(
            stage => stage.Key.Value, stage => resolver.SweepOf(stage.Key.Value), StringComparer.Ordinal);
    }

    private void Gather(string stage, StageDraft draft, HashSet<string> variables)
    {
        var factors = new List<SweepFactor>();
        foreach (var part in draft.Sweep)
        {
            switch (part)
            {
                case SweepPart.Axes { Items.Count: > 0 } axes:
                    factors.Add(new SweepFactor([.. axes.Items.Select(axis => new AxisCell(axis.Name, axis.Values))], null));
                    break;
                case SweepPart.Table table when TableOf(table.Path) is { } dimension:
                    factors.Add(new SweepFactor([.. dimension.Axes.Select(axis => ColumnOf(axis, table.Path))], dimension));
                    break;
                default:
                    _open.Add(stage);
                    break;
            }
        }

        _factors[stage] = factors;
        CheckNames(factors.SelectMany(factor => factor.Cells), variables);
    }

    private Dimension? TableOf(ScalarNode path)
    {
        if (!_tables.TryGetValue(path.Value, out Dimension? table))
        {
            table = TableReader.Read(path, _bench);
            _tables[path.Value] = table;
        }

        return table;
    }

    private static AxisCell ColumnOf(Axis axis, ScalarNode path) =>
        new(new ScalarNode(path.Place, axis.Name, false, -1), new AxisDraft.Faulty()) { Values = axis.Values, IsResolved = true };

    private void CheckNames(IEnumerable<AxisCell> cells, HashSet<string> variables)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in cells)
        {
            string name = cell.Name.Value;
            if (!seen.Add(name))
            {
                _bench.Problems.Error(cell.Name.Place, $"the axis {Wording.Quote(name)} stands twice in this sweep", "rename one of them");
            }
            else if (variables.Contains(name))
            {
                _bench.Problems.Error(
                    cell.Name.Place, $"{Wording.Quote(name)} is both an axis and a variable", "rename one of them: ${" + name + "} could mean either");
            }
        }
    }

    private StageSweep SweepOf(string stage)
    {
        var factors = _factors[stage];
        string[] names = [.. factors.SelectMany(factor => factor.Cells).Select(cell => cell.Name.Value).Distinct()];
        var dimensions = factors.Select(factor => factor.Table ?? DimensionOf(stage, factor.Cells)).ToArray();
        bool isWhole = !_open.Contains(stage) && !dimensions.Contains(null) && names.Length == factors.Sum(factor => factor.Cells.Count);
        return new StageSweep(isWhole ? ProductOf(factors, dimensions!) : null, names, _open.Contains(stage));
    }

    private Sweep? ProductOf(List<SweepFactor> factors, Dimension[] dimensions)
    {
        long count = 1;
        for (int d = 0; d < dimensions.Length; d++)
        {
            if (dimensions[d].Count > Sweep.MaxTasks / count)
            {
                _bench.Problems.Error(
                    factors[d].Cells[0].Name.Place,
                    $"with {Wording.Quote(factors[d].Cells[0].Name.Value)} the sweep has more than 2^40 elements",
                    "shorten its axes, or zip those that belong together");
                return null;
            }

            count *= dimensions[d].Count;
        }

        return new Sweep(dimensions);
    }

    private Dimension? DimensionOf(string stage, IReadOnlyList<AxisCell> cells)
    {
        // Every axis is looked at, so that the problems of all are reported.
        var values = cells.Select(cell => ValuesOf(stage, cell, [])).ToArray();
        if (values.Contains(null))
        {
            return null;
        }

        for (int c = 1; c < cells.Count; c++)
        {
            if (values[c]!.Count != values[0]!.Count)
            {
                _bench.Problems.Error(
                    cells[c].Name.Place,
                    $"{Wording.Quote(cells[c].Name.Value)} has {Wording.Count(values[c]!.Count, "value")}, {Wording.Quote(cells[0].Name.Value)} beside it {values[0]!.Count}",
                    "give axes that are zipped the same number of values");
                return null;
            }
        }

        CheckRepeats(cells, values!);
        return new Dimension([.. cells.Select((cell, c) => new Axis(cell.Name.Value, values[c]!))]);
    }

    private void CheckRepeats(IReadOnlyList<AxisCell> cells, AxisValues[] values)
    {
        // A range repeats nothing, and neither does anything that is zipped with it.
        if (!values.All(v => v is AxisValues.Listed))
        {
            return;
        }

        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        for (long i = 0; i < values[0].Count; i++)
        {
            string row = string.Join('\u001f', values.Select(v => v.At(i)));
            if (!seen.TryAdd(row, i))
            {
                string what = cells.Count == 1
                    ? $"the value {Wording.Quote(row)} stands twice in {Wording.Quote(cells[0].Name.Value)}"
                    : $"positions {seen[row] + 1} and {i + 1} of {Wording.List(cells.Select(cell => cell.Name.Value), "and")} are the same";
                _bench.Problems.Error(cells[0].PlaceOf(i), what, "remove one of them: equal parameters make equal tasks");
            }
        }
    }

    private AxisValues? ValuesOf(string stage, AxisCell cell, IReadOnlyList<string> trail)
    {
        if (cell.IsResolved)
        {
            return cell.Values;
        }

        if (trail.Contains(stage))
        {
            string circle = string.Join(" -> ", [.. trail.SkipWhile(s => s != stage), stage]);
            _bench.Problems.Error(cell.Name.Place, $"the axis {Wording.Quote(cell.Name.Value)} goes round in a circle: {circle}", "write its values out in one of these stages");
            return null;
        }

        if (trail.Count == LongestChain)
        {
            _bench.Problems.Error(cell.Name.Place, $"more than {LongestChain} stages take {Wording.Quote(cell.Name.Value)} from each other in a chain", "name the stage that has the values");
            return null;
        }

        cell.Values = cell.Draft switch
        {
            AxisDraft.Listed listed => new AxisValues.Listed([.. listed.Items.Select(item => item.Value)]),
            AxisDraft.Range range => IntegerRange.Read(range.Text, _bench.Problems),
            AxisDraft.Steps steps => DecimalSteps.Read(steps, _bench.Problems),
            AxisDraft.Like { Stage: { } other } => LikeValues(cell.Name.Value, other, [.. trail, stage]),
            _ => null,
        };
        cell.IsResolved = true;
        return cell.Values;
    }

    private AxisValues? LikeValues(string axis, ScalarNode other, IReadOnlyList<string> trail)
    {
        if (!_factors.TryGetValue(other.Value, out var factors))
        {
            _bench.Problems.Error(other.Place, $"there is no stage {Wording.Quote(other.Value)}", Nearest.Advice(other.Value, _factors.Keys, "name a stage"));
            return null;
        }

        AxisCell[] cells = [.. factors.SelectMany(factor => factor.Cells)];
        var source = Array.Find(cells, cell => cell.Name.Value == axis);
        if (source is null && !_open.Contains(other.Value))
        {
            string[] names = [.. cells.Select(cell => cell.Name.Value)];
            _bench.Problems.Error(
                other.Place,
                $"the stage {Wording.Quote(other.Value)} has no axis {Wording.Quote(axis)}",
                Nearest.Advice(axis, names, "it has no sweep; write the values out"));
        }

        return source is null ? null : ValuesOf(other.Value, source, trail);
    }
}
