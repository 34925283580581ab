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
        long elements = DivideUp(tasks, pack);
        long arrays = DivideUp(elements, room.MaxElements);
        OutputCount outputs = OutputCount.Of(campaign, stage);
        return new StagePlan(
            stage.Name,
            tasks,
            [.. stage.Sweep.Axes.Select(a => Describe(a.Axis))],
            pack,
            elements,
            arrays,
            [.. stage.After.Select(Describe)],
            CommandText.Of(campaign, stage, 0),
            CommandText.Of(campaign, stage, tasks - 1),
            outputs.Files,
            outputs.IsLeast,
            tasks * (OwnObjectsPerTask + outputs.Files),
            Math.Max(arrays, DivideUp(tasks, KeysPerPage)));
    }

    private static string Describe(Axis axis)
    {
        AxisValues values = axis.Values;
        string span = values.Count switch
        {
            1 => values.At(0),
            2 => $"{values.At(0)}, {values.At(1)}",
            _ => $"{values.At(0)} .. {values.At(values.Count - 1)}",
        };
        return $"{axis.Name} = {span} ({values.Count})";
    }

    private static string Describe(EdgeSpec edge) => edge.Kind switch
    {
        EdgeKind.All => $"{edge.Stage}: all of it",
        EdgeKind.Each => $"{edge.Stage}: task by task",
        _ => $"{edge.Stage}: by {string.Join(", ", edge.Axes)}",
    };

    private static long DivideUp(long value, long by) => (value + by - 1) / by;
}
