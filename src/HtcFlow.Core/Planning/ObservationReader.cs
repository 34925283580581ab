using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Planning;

/// <summary>Turns what was seen of one array into facts: ledger keys first, the backend's word only for what they leave open.</summary>
public static class ObservationReader
{
    /// <summary>Reads a status and a ledger listing that was begun after the status was taken.</summary>
    /// <remarks>
    /// The order is what makes Lost safe: an element that had ended before the listing began writes nothing afterwards, so a
    /// missing key means that it never wrote one. Keys that tell nothing new (polls repeat themselves) are passed over.
    /// </remarks>
    /// <param name="state">State of the campaign.</param>
    /// <param name="array">A submitted array; one that was closed meanwhile has nothing more to tell.</param>
    /// <param name="status">The backend's snapshot.</param>
    /// <param name="keys">Every key listed below the array's ledger prefix.</param>
    public static IReadOnlyList<Fact> Read(
        CampaignState state, ArrayState array, ArrayStatus status, IReadOnlyList<LedgerKey> keys)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(keys);
        var facts = new List<Fact>();
        if (array.Phase is ArrayPhase.Closed or ArrayPhase.Rejected)
        {
            return facts;
        }

        StageState stage = state.Stages[array.Stage];
        SortedDictionary<long, AttemptEnd> ends = EndsFromKeys(stage, array, keys);
        bool allEnded = !status.IsKnown || status.Ended.Count == array.Elements;
        AddLost(stage, array, status, allEnded, ends);
        AddStarted(stage, array, status, ends, facts);
        if (ends.Count > 0)
        {
            facts.Add(new Fact.AttemptsEnded(array.Id, [.. ends.Values]));
        }

        if (allEnded)
        {
            facts.Add(new Fact.ArrayClosed(array.Id));
        }

        return facts;
    }

    private static SortedDictionary<long, AttemptEnd> EndsFromKeys(
        StageState stage, ArrayState array, IReadOnlyList<LedgerKey> keys)
    {
        var ends = new SortedDictionary<long, AttemptEnd>();
        foreach (LedgerKey key in keys)
        {
            if (key.Index >= stage.Ledger.Count || array.Tasks.PositionOf(key.Index) < 0 || key.Attempt < array.Attempt)
            {
                continue;
            }

            TaskState from = stage.Ledger.StateOf(key.Index);
            bool isResult = key.Outcome == Outcome.Succeeded && TransitionTable.Next(from, TaskEvent.Accepted) != TaskState.None;
            bool isEnd = stage.IsUnderWay(array, key.Index);
            bool isBetter = !ends.TryGetValue(key.Index, out AttemptEnd known)
                || (known.Outcome != Outcome.Succeeded && (isResult || key.Attempt > known.Attempt));
            if ((isResult || isEnd) && isBetter)
            {
                ends[key.Index] = EndOf(stage, key.Index, key.Attempt, key.Outcome, key.Exit, key.WallMilliseconds, key.Machine);
            }
        }

        return ends;
    }

    private static void AddLost(
        StageState stage, ArrayState array, ArrayStatus status, bool allEnded, SortedDictionary<long, AttemptEnd> ends)
    {
        IndexSet gone = allEnded ? array.Tasks : array.TasksOf(status.Ended);
        Dictionary<int, int> exits = ExitsOf(status);
        foreach (IndexRange range in gone.Ranges)
        {
            foreach (long i in stage.Ledger.RangesOf(range, s => s is TaskState.Submitted or TaskState.Running).SelectMany(Indices))
            {
                if (stage.IsUnderWay(array, i) && !ends.ContainsKey(i))
                {
                    int exit = exits.GetValueOrDefault((int)(array.Tasks.PositionOf(i) / array.Pack));
                    Outcome outcome = CouldNotBegin(exit) ? Outcome.Failed : Outcome.Lost;
                    ends[i] = EndOf(stage, i, stage.Ledger.AttemptsOf(i), outcome, exit, 0, "");
                }
            }
        }
    }

    // A runner that could not even begin will not begin the next time: that counts against the task, it is not bad luck.
    private static bool CouldNotBegin(int exit) =>
        exit is ExitCode.BadOrder or ExitCode.Internal or ExitCode.NotExecutable or ExitCode.NotFound;

    private static Dictionary<int, int> ExitsOf(ArrayStatus status) => status.Abnormal
        .Where(end => end.Exit is > 0 and <= byte.MaxValue)
        .DistinctBy(end => end.Element)
        .ToDictionary(end => end.Element, end => end.Exit);

    private static void AddStarted(
        StageState stage, ArrayState array, ArrayStatus status, SortedDictionary<long, AttemptEnd> ends, List<Fact> facts)
    {
        // Of a pack only the first task that has not ended runs; the others wait their turn.
        IEnumerable<long> running = status.Running
            .Select(element => FirstOpen(stage, array, element, ends))
            .Where(i => i >= 0 && stage.Ledger.StateOf(i) == TaskState.Submitted);
        IndexSet started = IndexSet.Of(running);
        if (started.Count > 0)
        {
            facts.Add(new Fact.TasksStarted(array.Id, started));
        }
    }

    private static long FirstOpen(
        StageState stage, ArrayState array, long element, SortedDictionary<long, AttemptEnd> ends)
    {
        long end = Math.Min((element + 1) * array.Pack, array.Tasks.Count);
        for (long position = element * array.Pack; position < end; position++)
        {
            long i = array.Tasks[position];
            if (stage.IsUnderWay(array, i) && !ends.ContainsKey(i))
            {
                return i;
            }
        }

        return -1;
    }

    private static AttemptEnd EndOf(
        StageState stage, long index, int attempt, Outcome outcome, int exit, long wall, string machine)
    {
        Verdict verdict = RetryPolicy.Decide(stage.Spec.Retry, outcome, exit, attempt, stage.Ledger.FailuresOf(index));
        return new AttemptEnd(index, attempt, outcome, exit, verdict, wall, machine);
    }

    private static IEnumerable<long> Indices(IndexRange range)
    {
        for (long i = range.First; i < range.End; i++)
        {
            yield return i;
        }
    }
}
