using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Cli.Planning;

/// <summary>Works out what a stage amounts to.</summary>
internal static class StageEstimate
{
    private const long KeysPerPage = 1000;

    // Each task leaves its accepted report and its ledger key.
    private const long OwnObjectsPerTask = 2;

    /// <summary>Plans a stage.</summary>
    public static StagePlan Of(CampaignSpec campaign, StageSpec stage, ArrayRoom room)
    {
        long tasks = stage.Sweep.Count;
        int pack = room.Slots == 0 ? stage.Pack : (int)Math.Min(stage.Pack, Math.Max(1, DivideUp(tasks, room.Slots)));
        long elements = stage.IsPackAutomatic ? tasks : DivideUp(tasks, pack);
        long arrays = DivideUp(elements, room.MaxElements);
        OutputCount outputs = OutputCount.Of(campaign, stage);
        return new StagePlan(
            stage.Name,
            tasks,
            [.. stage.Sweep.Axes.Select(a => Describe(a.Axis, stage.Sweep.Dimensions[a.Dimension]))],
            pack,
            elements,
            arrays,
            [.. stage.After.Select(Describe)],
            CommandText.Of(campaign, stage, 0),
            CommandText.Of(campaign, stage, tasks - 1),
            outputs.Files,
            outputs.IsLeast,
            tasks * (OwnObjectsPerTask + outputs.Files),
            Math.Max(arrays, DivideUp(tasks, KeysPerPage)))
        {
            PackIsAutomatic = stage.IsPackAutomatic,
            Priority = stage.Priority,
            Targets = stage.Targets ?? [],
        };
    }

    // Axes of a zip or a table are named with the first of them, or a reader would multiply their counts.
    private static string Describe(Axis axis, Dimension dimension)
    {
        AxisValues values = axis.Values;
        string span = values.Count switch
        {
            1 => values.At(0),
            2 => $"{values.At(0)}, {values.At(1)}",
            _ => $"{values.At(0)} .. {values.At(values.Count - 1)}",
        };
        string first = dimension.Axes[0].Name;
        return $"{axis.Name} = {span} ({(first == axis.Name ? values.Count : $"together with {first}")})";
    }

    private static string Describe(EdgeSpec edge) => edge.Kind switch
    {
        EdgeKind.All => $"{edge.Stage}: all of it",
        EdgeKind.Each => $"{edge.Stage}: task by task",
        _ => $"{edge.Stage}: by {string.Join(", ", edge.Axes)}",
    };

    private static long DivideUp(long value, long by) => (value + by - 1) / by;
}
