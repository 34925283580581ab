using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Journal;

/// <summary>A campaign of any length, entry by entry: arrays of five tasks are planned, sent, run, end and are closed.</summary>
internal static class SnapshotCampaign
{
    private const int ArrayTasks = 5;
    private static readonly DateTimeOffset s_begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first entries.</summary>
    public static IReadOnlyList<JournalEntry> Entries(int count) =>
        [.. Facts(count).Take(count).Select((fact, i) => new JournalEntry(i + 1, s_begin + TimeSpan.FromMilliseconds(700 * i), fact))];

    /// <summary>A snapshot of the state after the first entries.</summary>
    public static StateSnapshot After(IEnumerable<JournalEntry> entries) => SnapshotCodec.Encode(StateAfter(entries));

    /// <summary>The state after the first entries.</summary>
    public static CampaignState StateAfter(IEnumerable<JournalEntry> entries)
    {
        var state = new CampaignState();
        foreach (JournalEntry entry in entries)
        {
            Applier.Apply(state, entry);
        }

        return state;
    }

    private static IEnumerable<Fact> Facts(int count)
    {
        yield return new Fact.CampaignCreated(Campaigns.Flat(count * ArrayTasks), "abcdefgh");
        for (int a = 1; a <= count; a++)
        {
            var array = new ArrayId(a);
            var tasks = IndexSet.Range((a - 1) * ArrayTasks, ArrayTasks);
            yield return new Fact.ArrayPlanned(array, 0, 1, tasks, 1);
            yield return new Fact.ArraySubmitted(array, $"job-{a}-{new string('x', a % 90)}");
            yield return new Fact.TasksStarted(array, tasks);
            yield return new Fact.AttemptsEnded(
                array, [.. tasks.Select(i => new AttemptEnd(i, 1, Outcome.Succeeded, 0, Verdict.Accept, 1_000 + i, "c5.large"))]);
            yield return new Fact.ArrayClosed(array);
        }
    }
}
