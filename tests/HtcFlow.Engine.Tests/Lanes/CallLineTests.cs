using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Tests.Lanes;

public sealed class CallLineTests
{
    private readonly CallLine _line = new();
    private long _number;

    [Fact]
    public void Take_CallsOfOneKind_KeepTheirOrder()
    {
        Add(Submit(), Submit(), Submit());
        Assert.Equal([1, 2, 3], Drain(TimeSpan.FromSeconds(2)));
        Add(Observe(), Cancel(), Observe());
        Assert.Equal([4, 5, 6], Drain(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Take_LookBehindABurst_GoesFirst()
    {
        Add(Submit(), Submit(), Submit(), Observe(), Submit());
        Assert.Equal([4, 1, 2, 3, 5], Drain(TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Take_SlowLooksInABurst_TakeAQuarterOfTheTime()
    {
        Add([.. Enumerable.Range(0, 60).Select(_ => Submit()), .. Enumerable.Range(0, 60).Select(_ => (LaneCall)Observe())]);
        int looks = 0;
        for (int call = 0; call < 40; call++)
        {
            LaneCall taken = _line.Take()!;
            looks += taken is LaneCall.Observe ? 1 : 0;
            _line.Spend(taken, TimeSpan.FromSeconds(2));
        }

        Assert.Equal(10, looks);
    }

    [Fact]
    public void Take_LooksThatCostNothing_AllGoFirst()
    {
        Add(Submit(), Submit());
        Add([.. Enumerable.Range(0, 20).Select(_ => (LaneCall)Observe())]);
        Assert.Equal([.. Enumerable.Range(3, 20).Select(n => (long)n), 1, 2], Drain(TimeSpan.Zero));
    }

    [Fact]
    public void Take_AfterABurst_CountsAnew()
    {
        Add(Submit(), Observe());
        _line.Spend(_line.Take()!, TimeSpan.FromHours(1));
        Assert.Equal([1], Drain(TimeSpan.FromSeconds(1)));
        Add(Observe(), Submit());
        Assert.Equal([3, 4], Drain(TimeSpan.FromSeconds(1)));
        Assert.Equal((0, null), (_line.Count, _line.Take()));
    }

    private static LaneCall.Submit Submit() => new([]);

    private static LaneCall.Observe Observe() => new([]);

    private static LaneCall.Cancel Cancel() => new(new ArrayId(1), new JobHandle(new JobName("h-a"), ""), IndexSet.Empty);

    private void Add(params LaneCall[] calls)
    {
        foreach (LaneCall call in calls)
        {
            _line.Add(call with { Number = ++_number });
        }
    }

    private List<long> Drain(TimeSpan each)
    {
        var order = new List<long>();
        while (_line.Take() is { } call)
        {
            order.Add(call.Number);
            _line.Spend(call, each);
        }

        return order;
    }
}
