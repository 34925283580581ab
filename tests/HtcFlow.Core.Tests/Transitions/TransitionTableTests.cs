using System.Text;
using HtcFlow.Core.State;
using HtcFlow.Core.Transitions;
using HtcFlow.Testing;

namespace HtcFlow.Core.Tests.Transitions;

public sealed class TransitionTableTests
{
    [Fact]
    public void Next_EveryPair_IsAsApproved()
    {
        var text = new StringBuilder("from".PadRight(12));
        TaskEvent[] events = Enum.GetValues<TaskEvent>();
        text.AppendLine(string.Concat(events.Select(e => e.ToString().PadRight(12))));
        foreach (TaskState from in Enum.GetValues<TaskState>())
        {
            text.Append(from.ToString().PadRight(12));
            text.AppendLine(string.Concat(events.Select(e => Spell(TransitionTable.Next(from, e)).PadRight(12))));
        }

        Snapshot.Match(text.ToString());
    }

    [Fact]
    public void Rows_Pairs_AreDistinct() =>
        Assert.Equal(TransitionTable.Rows.Count, TransitionTable.Rows.Select(r => (r.From, r.On)).Distinct().Count());

    [Fact]
    public void Rows_EveryStateButNone_IsReachedAndEveryEventUsed()
    {
        Assert.Equal(Enum.GetValues<TaskState>().Skip(1), TransitionTable.Rows.Select(r => r.To).Distinct().Order());
        Assert.Equal(Enum.GetValues<TaskEvent>(), TransitionTable.Rows.Select(r => r.On).Distinct().Order());
    }

    [Fact]
    public void IsFinal_States_AreTheLastFour() => Assert.Equal(
        [TaskState.Succeeded, TaskState.Failed, TaskState.Cancelled, TaskState.Skipped],
        Enum.GetValues<TaskState>().Where(TransitionTable.IsFinal));

    [Fact]
    public void Next_Succeeded_NeverChanges() =>
        Assert.All(Enum.GetValues<TaskEvent>(), e => Assert.Equal(TaskState.None, TransitionTable.Next(TaskState.Succeeded, e)));

    private static string Spell(TaskState state) => state == TaskState.None ? "-" : state.ToString();
}
