using HtcFlow.Core.Campaigns;
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
        List<AttemptEnd> ends = EndsFromKeys(stage, array, keys);
        int told = ends.Count;
        bool allEnded = !status.IsKnown || status.Ended.Count == array.Elements;
        AddLost(stage, array, status, allEnded, ends);
        if (ends.Count > told)
        {
            ends.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        }

        AddStarted(stage, array, status, ends, facts);
        if (ends.Count > 0)
        {
            facts.Add(new Fact.AttemptsEnded(array.Id, ends));
        }

        if (allEnded)
        {
            facts.Add(new Fact.ArrayClosed(array.Id));
        }

        return facts;
    }

    // One end a task, ascending by index: a result if there is one, else the latest attempt.
    private static List<AttemptEnd> EndsFromKeys(StageState stage, ArrayState array, IReadOnlyList<LedgerKey> keys)
    {
        var telling = new List<LedgerKey>();
        foreach (LedgerKey key in keys)
        {
            if (IsTelling(stage, array, key))
            {
                telling.Add(key);
            }
        }

        telling.Sort(static (a, b) => a.Index != b.Index ? a.Index.CompareTo(b.Index) : Weight(a).CompareTo(Weight(b)));
        var ends = new List<AttemptEnd>(telling.Count);
        for (int k = 0; k < telling.Count; k++)
        {
            LedgerKey key = telling[k];
            if (k + 1 == telling.Count || telling[k + 1].Index != key.Index)
            {
                ends.Add(EndOf(stage, key.Index, key.Attempt, key.Outcome, key.Exit, key.WallMilliseconds, key.Machine));
            }
        }

        return ends;
    }

    // Any result weighs more than any other end; of several the latest attempt.
    private static int Weight(LedgerKey key) => key.Attempt + (key.Outcome == Outcome.Succeeded ? 1 + RetrySpec.MaxTotalAttempts : 0);

    private static bool IsTelling(StageState stage, ArrayState array, LedgerKey key)
    {
        if (key.Index >= stage.Ledger.Count || array.Tasks.PositionOf(key.Index) < 0 || key.Attempt < array.Attempt)
        {
            return false;
        }

        return stage.IsUnderWay(array, key.Index)
            || (key.Outcome == Outcome.Succeeded
                && TransitionTable.Next(stage.Ledger.StateOf(key.Index), TaskEvent.Accepted) != TaskState.None);
    }

    private static void AddLost(StageState stage, ArrayState array, ArrayStatus status, bool allEnded, List<AttemptEnd> ends)
    {
        IndexSet gone = allEnded ? array.Tasks : array.TasksOf(status.Ended);
        Dictionary<int, int>? exits = null;
        int told = ends.Count;
        int next = 0;
        foreach (IndexRange range in gone.Ranges)
        {
            for (long i = range.First; i < range.End; i++)
            {
                if (!stage.IsUnderWay(array, i))
                {
                    continue;
                }

                // Both ascend, so one walk over the keys' ends tells for each task whether it has one.
                while (next < told && ends[next].Index < i)
                {
                    next++;
                }

                if (next == told || ends[next].Index != i)
                {
                    exits ??= ExitsOf(status);
                    int exit = exits.GetValueOrDefault((int)(array.Tasks.PositionOf(i) / array.Pack));
                    Outcome outcome = CouldNotBegin(exit) ? Outcome.Failed : Outcome.Lost;
                    ends.Add(EndOf(stage, i, stage.Ledger.AttemptsOf(i), outcome, exit, 0, ""));
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
        StageState stage, ArrayState array, ArrayStatus status, List<AttemptEnd> ends, List<Fact> facts)
    {
        if (status.Running.Count == 0)
        {
            return;
        }

        // Of a pack only the first task that has not ended runs; the others wait their turn.
        var ended = new HashSet<long>(ends.Select(end => end.Index));
        IEnumerable<long> running = status.Running
            .Select(element => FirstOpen(stage, array, element, ended))
            .Where(i => i >= 0 && stage.Ledger.StateOf(i) == TaskState.Submitted);
        IndexSet started = IndexSet.Of(running);
        if (started.Count > 0)
        {
            facts.Add(new Fact.TasksStarted(array.Id, started));
        }
    }

    private static long FirstOpen(
        StageState stage, ArrayState array, long element, HashSet<long> ended)
    {
        long end = Math.Min((element + 1) * array.Pack, array.Tasks.Count);
        for (long position = element * array.Pack; position < end; position++)
        {
            long i = array.Tasks[position];
            if (stage.IsUnderWay(array, i) && !ended.Contains(i))
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
}
