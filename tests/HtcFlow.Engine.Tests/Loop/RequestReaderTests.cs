using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Engine.Loop;

namespace HtcFlow.Engine.Tests.Loop;

public sealed class RequestReaderTests
{
    private readonly CampaignState _state = new();

    public RequestReaderTests() => Tell(new Fact.CampaignCreated(Campaigns.WriteReadFigure(), "abcdefgh"));

    [Fact]
    public void Read_HoldAndRelease_ChangeThePhaseOnce()
    {
        Assert.Empty(Read(RequestKind.Release));
        Tell(Assert.Single(Read(RequestKind.Hold)));
        Assert.Empty(Read(RequestKind.Hold));
        Assert.IsType<Fact.CampaignReleased>(Assert.Single(Read(RequestKind.Release)));
    }

    [Fact]
    public void Read_CancelEverything_NamesEveryStage() =>
        Assert.Equal(
            [(0, 6L), (1, 3L), (2, 1L)],
            Read(RequestKind.Cancel).Cast<Fact.TasksCancelled>().Select(c => (c.Stage, c.Tasks.Count)));

    [Fact]
    public void Read_CancelTasksBeyondTheEnd_TakesThoseThatAreThere()
    {
        var cancelled = Assert.IsType<Fact.TasksCancelled>(Assert.Single(Read(RequestKind.Cancel, "write", "1,4-99,200")));

        Assert.Equal("1,4-5", cancelled.Tasks.ToString());
    }

    [Fact]
    public void Read_CancelFinalTasks_DoesNothing()
    {
        Tell(new Fact.TasksCancelled(0, IndexSet.Range(0, 6)));

        Assert.Empty(Read(RequestKind.Cancel, "write"));
    }

    [Fact]
    public void Read_Retry_TakesOnlyWhatHasNoResult()
    {
        Tell(new Fact.ArrayPlanned(new ArrayId(1), 0, 1, IndexSet.Range(0, 2), 1));
        Tell(new Fact.TasksCancelled(0, IndexSet.Parse("1,3")));

        var retried = Assert.IsType<Fact.RetryRequested>(Assert.Single(Read(RequestKind.Retry, "write")));
        Assert.Equal("1,3", retried.Tasks.ToString());
        Tell(retried);
        Assert.Empty(Read(RequestKind.Retry, "write"));
    }

    [Theory]
    [InlineData(RequestKind.Cancel, "wirte", "", "no stage 'wirte'")]
    [InlineData(RequestKind.Cancel, "write", "3-1", "not a set of tasks")]
    [InlineData(RequestKind.Retry, "write", "x", "not a set of tasks")]
    [InlineData(RequestKind.Retry, "write", "99999999999999999999", "not a set of tasks")]
    [InlineData((RequestKind)77, "", "", "unknown to this version")]
    [InlineData(RequestKind.None, "", "", "unknown to this version")]
    public void Read_NonsenseRequest_IsIgnoredWithAReason(RequestKind kind, string stage, string tasks, string reason)
    {
        Assert.Empty(RequestReader.Read(_state, new UserRequest(1, kind, stage, tasks), out string complaint));
        Assert.Contains(reason, complaint, StringComparison.Ordinal);
    }

    private IReadOnlyList<Fact> Read(RequestKind kind, string stage = "", string tasks = "")
    {
        IReadOnlyList<Fact> facts = RequestReader.Read(_state, new UserRequest(1, kind, stage, tasks), out string complaint);
        Assert.Equal("", complaint);
        return facts;
    }

    private void Tell(Fact fact) => Applier.Apply(_state, new JournalEntry(_state.Sequence + 1, DateTimeOffset.UnixEpoch, fact));
}
