using HtcFlow.Core.Effects;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Effects;

public sealed class FlightsTests
{
    private static readonly ArrayId s_array = new(1);
    private static readonly DateTimeOffset s_now = Story.Dawn;

    [Fact]
    public void IsFree_DuringACallAndItsBackOff_IsFalse()
    {
        var flights = new Flights();
        Assert.True(flights.IsFree(s_array, s_now));
        flights.Begin(s_array, default);
        Assert.False(flights.IsFree(s_array, s_now));
        flights.End(s_array, s_now + TimeSpan.FromSeconds(5));

        Assert.False(flights.IsFree(s_array, s_now));
        Assert.True(flights.IsFree(s_array, s_now + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void NextWake_BackOffAndObservation_IsTheEarliestThatMayAllowSomething()
    {
        var flights = new Flights();
        Assert.Null(flights.NextWake(s_now));
        flights.ObserveAt(s_array, s_now + TimeSpan.FromSeconds(30));
        flights.ObserveAt(new ArrayId(2), s_now + TimeSpan.FromSeconds(40));
        Assert.Equal(s_now + TimeSpan.FromSeconds(30), flights.NextWake(s_now));

        flights.End(s_array, s_now + TimeSpan.FromSeconds(5));
        Assert.Equal(s_now + TimeSpan.FromSeconds(5), flights.NextWake(s_now));
        Assert.Equal(s_now + TimeSpan.FromSeconds(30), flights.NextWake(s_now + TimeSpan.FromSeconds(5)));

        flights.Begin(s_array, default);
        Assert.Equal(s_now + TimeSpan.FromSeconds(40), flights.NextWake(s_now));
        flights.Remove(new ArrayId(2));
        Assert.Null(flights.NextWake(s_now));
    }

    [Fact]
    public void MarkCancelled_Twice_KeepsBoth()
    {
        var flights = new Flights();
        flights.MarkCancelled(s_array, IndexSet.Parse("3"));
        flights.MarkCancelled(s_array, IndexSet.Parse("0-1"));

        Assert.Equal([true, true, false, true], Enumerable.Range(0, 4).Select(e => flights.WasCancelled(s_array, e)));
    }
}
