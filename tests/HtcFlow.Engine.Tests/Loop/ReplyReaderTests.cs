using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtcFlow.Engine.Tests.Loop;

/// <summary>Replies that come twice, late, or from a service that does not know yet what it did.</summary>
public sealed class ReplyReaderTests
{
    private static readonly ArrayId s_array = new(1);
    private static readonly JobHandle s_handle = new(new JobName("h-flat-only-1-abcdefgh"), "job-7");
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch + TimeSpan.FromHours(1);
    private readonly CampaignState _state = new();
    private readonly Flights _flights = new();
    private readonly ReplyReader _reader;

    public ReplyReaderTests()
    {
        BackendCapabilities capabilities = new InMemoryOptions().Capabilities with { SearchLag = TimeSpan.FromMinutes(1) };
        _reader = new ReplyReader(_state, _flights, capabilities, NullLogger.Instance);
        Tell(new Fact.CampaignCreated(Campaigns.Flat(3), "abcdefgh"));
        Tell(new Fact.ArrayPlanned(s_array, 0, 1, IndexSet.Range(0, 3), 1));
    }

    [Fact]
    public void Read_SubmissionAnsweredTwice_IsRecordedOnce()
    {
        var reply = new LaneReply.Submitted([s_array], [SubmitReply.Accepted(s_handle)]);

        Assert.Single(Read(reply));
        Assert.Empty(Read(reply));
        Assert.Equal(ArrayPhase.Submitted, _state.ArrayOf(s_array).Phase);
    }

    [Fact]
    public void Read_RefusalAfterTheArrayWasTaken_ChangesNothing()
    {
        Read(new LaneReply.Submitted([s_array], [SubmitReply.Accepted(s_handle)]));

        Assert.Empty(Read(new LaneReply.Submitted(
            [s_array], [SubmitReply.Refused(new FaultException(FaultKind.Broken, "submit", "it", "no"))])));
        Assert.Equal(CampaignPhase.Active, _state.Phase);
    }

    [Fact]
    public void Read_FoundTwice_IsRecordedOnce()
    {
        _flights.Doubt(s_array, s_now);
        var reply = new LaneReply.Found([s_array], [s_handle]);

        Assert.Single(Read(reply));
        Assert.Empty(Read(reply));
        Assert.False(_flights.IsDoubtful(s_array));
    }

    [Fact]
    public void Read_SearchThatMayStillMissTheArray_LeavesItInDoubt()
    {
        _flights.Doubt(s_array, s_now);
        _flights.Begin(s_array, s_now + TimeSpan.FromSeconds(59));

        Assert.Empty(Read(new LaneReply.Found([s_array], [])));

        Assert.True(_flights.IsDoubtful(s_array));
        Assert.False(_flights.IsFree(s_array, s_now + TimeSpan.FromSeconds(59)));
        Assert.True(_flights.IsFree(s_array, s_now + TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Read_SearchThatCannotMissIt_LetsItBeSubmitted()
    {
        _flights.Doubt(s_array, s_now);
        _flights.Begin(s_array, s_now + TimeSpan.FromSeconds(60));

        Assert.Empty(Read(new LaneReply.Found([s_array], [])));

        Assert.False(_flights.IsDoubtful(s_array));
    }

    private List<Fact> Read(LaneReply reply)
    {
        List<Fact> facts = [.. _reader.Read(reply, s_now, TimeSpan.FromSeconds(1)).SelectMany(batch => batch)];
        facts.ForEach(Tell);
        return facts;
    }

    private void Tell(Fact fact) => Applier.Apply(_state, new JournalEntry(_state.Sequence + 1, s_now, fact));
}
