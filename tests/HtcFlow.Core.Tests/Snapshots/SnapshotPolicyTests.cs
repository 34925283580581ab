using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Tests.Snapshots;

public sealed class SnapshotPolicyTests
{
    [Theory]
    [InlineData(1_000, 499_999, false, false)]
    [InlineData(1_000, 500_000, false, true)]
    [InlineData(10_000_000, 2_499_999, false, false)]
    [InlineData(10_000_000, 2_500_000, false, true)]
    [InlineData(10_000_000, 49_999, true, false)]
    [InlineData(10_000_000, 50_000, true, true)]
    public void IsDue_TasksAndMoves_SaysWhen(long tasks, long moves, bool isResting, bool expected) =>
        Assert.Equal(expected, new SnapshotPolicy().IsDue(tasks, moves, isResting));

    [Fact]
    public void IsDue_WholeCampaign_WritesAFixedNumberOfTasksForEachMove()
    {
        var policy = new SnapshotPolicy();
        foreach (long tasks in (long[])[1_000, 1_000_000, 100_000_000])
        {
            // Three moves a task, a thousand at a time.
            long written = 0;
            long since = 0;
            for (long move = 0; move < 3 * tasks; move += 1_000)
            {
                since += 1_000;
                if (policy.IsDue(tasks, since, isResting: false))
                {
                    written += tasks;
                    since = 0;
                }
            }

            Assert.InRange(written, 0, 4 * 3 * tasks);
        }
    }

    [Fact]
    public void MovesOf_Fact_CountsItsTasks()
    {
        Assert.Equal(7, SnapshotPolicy.MovesOf(new Fact.ArrayPlanned(new ArrayId(1), 0, 1, IndexSet.Range(0, 7), 2)));
        Assert.Equal(3, SnapshotPolicy.MovesOf(new Fact.TasksCancelled(0, IndexSet.Range(0, 3))));
        Assert.Equal(1, SnapshotPolicy.MovesOf(new Fact.CampaignReleased()));
    }
}
