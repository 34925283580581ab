using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Snapshots;

/// <summary>The arrays in a snapshot: open ones whole, closed ones without their tasks, as a state remembers them.</summary>
internal static class ArrayParts
{
    private const int HasCancelledTasks = 1;

    public static void Write(SnapshotWriter writer, CampaignState state)
    {
        // Marks of all job names: one, and one more for each recovery of a damaged journal.
        var marks = new List<string>();
        int[] markOf = [.. state.Arrays.Select(array => Remember(marks, MarkOf(state, array)))];
        writer.Values.Number(marks.Count);
        marks.ForEach(writer.Values.Text);
        writer.Values.Number(state.ArrayRuns.Count);
        foreach ((int number, int position) in state.ArrayRuns)
        {
            writer.Values.Number(number);
            writer.Values.Number(position);
        }

        writer.Values.Number(state.Arrays.Count);
        for (int a = 0; a < markOf.Length; a++)
        {
            WriteOne(writer.Values, state.Arrays[a], markOf[a]);
            writer.Break();
        }
    }

    public static void Read(ref SnapshotReader reader, CampaignState state)
    {
        var marks = new string[reader.Values.Count()];
        for (int m = 0; m < marks.Length; m++)
        {
            marks[m] = reader.Values.Text();
        }

        var runs = new Queue<(int Number, int Position)>();
        int count = reader.Values.Count();
        for (int r = 0; r < count; r++)
        {
            runs.Enqueue((reader.Values.Small(), reader.Values.Small()));
        }

        // The first run begins with every list of arrays.
        Require(runs.TryDequeue(out (int Number, int Position) first) && first == (1, 0));
        int arrays = reader.Values.Small();
        for (int a = 0; a <= arrays; a++)
        {
            while (runs.TryPeek(out (int Number, int Position) run) && run.Position == a)
            {
                state.Recover(state.BirthMark, new ArrayId(runs.Dequeue().Number));
            }

            if (a < arrays)
            {
                state.Restore(ReadOne(ref reader.Values, state, marks));
                reader.Break();
            }
        }
    }

    private static void WriteOne(FactWriter writer, ArrayState array, int mark)
    {
        writer.Byte((byte)array.Phase);
        writer.Number(array.Stage);
        writer.Number(array.Attempt);
        writer.Number(array.Pack);
        writer.Number(mark);
        writer.Number(array.Target is null ? 0 : array.Target.Index + 1);
        writer.Text(array.BackendId);
        writer.Number(array.EndedTasks);
        writer.Number(array.ChangedAt);
        writer.Byte((byte)(array.HasCancelledTasks ? HasCancelledTasks : 0));
        writer.Number(array.TaskCount);
        if (IsOpen(array.Phase))
        {
            writer.Indices(array.Tasks);
            writer.Indices(array.Stopped);
            writer.Number(array.Starts.Count);
            foreach (RunStart start in array.Starts)
            {
                writer.Number(start.At.UtcTicks);
                writer.Indices(start.Tasks);
            }
        }
    }

    private static ArrayState ReadOne(ref FactReader reader, CampaignState state, string[] marks)
    {
        var phase = (ArrayPhase)reader.Byte();
        int stage = reader.Small();
        int attempt = reader.Small();
        int pack = reader.Small();
        int mark = reader.Small();
        int target = reader.Small();
        Require(
            phase is > ArrayPhase.None and <= ArrayPhase.Rejected && stage < state.Stages.Count && mark < marks.Length
                && target <= state.Targets.Count && pack > 0);
        string backendId = reader.Text();
        long ended = reader.Number();
        long changedAt = reader.Number();
        bool hasCancelled = (reader.Byte() & HasCancelledTasks) != 0;
        long tasks = reader.Number();
        ArrayId id = state.NextArray;
        JobName name = JobName.For(state.Spec.Name, state.Stages[stage].Spec.Name, id, marks[mark]);
        return new ArrayState(
            id, stage, attempt, IsOpen(phase) ? reader.Indices() : IndexSet.Empty, pack, name, target == 0 ? null : state.Targets[target - 1])
        {
            Phase = phase,
            BackendId = backendId,
            EndedTasks = ended,
            ChangedAt = changedAt,
            HasCancelledTasks = hasCancelled,
            TaskCount = tasks,
            Stopped = IsOpen(phase) ? reader.Indices() : IndexSet.Empty,
            StartList = IsOpen(phase) ? ReadStarts(ref reader) : null,
        };
    }

    private static List<RunStart>? ReadStarts(ref FactReader reader)
    {
        int count = reader.Count();
        List<RunStart>? starts = count == 0 ? null : [];
        for (int s = 0; s < count; s++)
        {
            long ticks = reader.Number();
            Require(ticks <= DateTimeOffset.MaxValue.UtcTicks);
            starts!.Add(new RunStart(new DateTimeOffset(ticks, TimeSpan.Zero), reader.Indices()));
        }

        return starts;
    }

    private static bool IsOpen(ArrayPhase phase) => phase is ArrayPhase.Planned or ArrayPhase.Submitted;

    // What follows the name that the array would have without a mark.
    private static string MarkOf(CampaignState state, ArrayState array) =>
        array.Name.Value[JobName.For(state.Spec.Name, state.Stages[array.Stage].Spec.Name, array.Id, "").Value.Length..];

    private static int Remember(List<string> marks, string mark)
    {
        int known = marks.LastIndexOf(mark);
        if (known < 0)
        {
            known = marks.Count;
            marks.Add(mark);
        }

        return known;
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new FormatException("An array of a snapshot does not add up.");
        }
    }
}
