using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;

namespace HtcFlow.Engine.Tests.Loop;

public sealed class CallBuilderTests
{
    private static readonly ArrayId s_array = new(1);

    [Fact]
    public void Build_ShortOrder_TravelsInTheEnvironment()
    {
        ArrayJob job = Submit(IndexSet.Range(0, 10_000), 8_192);

        Assert.Equal("", job.OrderKey);
        Assert.Equal("0-9999", OrderCodec.Parse(job.Ask.Environment[RunnerEnvironment.Order]).Indices);
        Assert.Equal("/store", job.Ask.Environment[RunnerEnvironment.Store]);
    }

    [Fact]
    public void Build_ScatteredIndices_OrderGoesToTheStore()
    {
        IndexSet scattered = IndexSet.Of(Enumerable.Range(0, 5_000).Select(i => (long)i * ((i % 2) + 1)));

        ArrayJob job = Submit(scattered, 8_192);

        Assert.StartsWith("flat/o/", job.OrderKey, StringComparison.Ordinal);
        Assert.Equal("@" + job.OrderKey, job.Ask.Environment[RunnerEnvironment.Order]);
        Assert.Equal(scattered.ToString(), OrderCodec.Parse(job.Order).Indices);
        Assert.True(job.Ask.Environment.Sum(v => v.Key.Length + v.Value.Length) < 8_192);
    }

    [Fact]
    public void Build_SameOrderTwice_HasTheSameKey()
    {
        IndexSet scattered = IndexSet.Of(Enumerable.Range(0, 5_000).Select(i => (long)i * 2));

        Assert.Equal(Submit(scattered, 8_192).OrderKey, Submit(scattered, 8_192).OrderKey);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public void Build_Observe_SaysWhetherKeysComeBeforeElementsEnd(int pack, bool isPacked)
    {
        CampaignState state = StateWith(IndexSet.Range(0, 9), pack);

        var observe = (LaneCall.Observe)CallBuilder.Build(state, new Effect.Observe([s_array]), Limits(8_192));

        ObservationTarget target = Assert.Single(observe.Targets);
        Assert.Equal("flat/l/only/1/", target.LedgerPrefix);
        Assert.Equal(isPacked, target.Pack > 1);
    }

    private static ArrayJob Submit(IndexSet tasks, int characters) => Assert.Single(
        ((LaneCall.Submit)CallBuilder.Build(StateWith(tasks, 1), new Effect.Submit([s_array]), Limits(characters))).Jobs);

    private static CampaignState StateWith(IndexSet tasks, int pack)
    {
        var state = new CampaignState();
        Applier.Apply(state, new JournalEntry(1, default, new Fact.CampaignCreated(Campaigns.Flat(20_000), "abcdefgh")));
        Applier.Apply(state, new JournalEntry(2, default, new Fact.ArrayPlanned(s_array, 0, 1, tasks, pack)));
        return state;
    }

    private static BackendCapabilities Limits(int characters) => new()
    {
        MaxArrayElements = 10_000,
        MaxEnvironmentCharacters = characters,
        MaxOutstandingElements = 1_000_000,
    };
}
