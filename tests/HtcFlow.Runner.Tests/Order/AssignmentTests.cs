using HtcFlow.Core.Wire;
using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Tests.Order;

public sealed class AssignmentTests
{
    private static readonly StageOrder s_order = Orders.For("/store", ["true"]) with { Indices = "3-5,9,20-22", Pack = 3 };

    [Theory]
    [InlineData(0, "3-5")]
    [InlineData(1, "9,20-21")]
    [InlineData(2, "22")]
    public void Of_Element_GivesItsPack(long element, string tasks) =>
        Assert.Equal(tasks, Assignment.Of(s_order, element, 0).Tasks.ToString());

    [Theory]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public void Of_ElementBehindTheEnd_IsABadOrder(long element) =>
        Assert.Throws<OrderProblem>(() => Assignment.Of(s_order, element, 0));

    [Theory]
    [InlineData("5-3")]
    [InlineData("x")]
    [InlineData("")]
    public void Of_DamagedIndices_IsABadOrder(string indices) =>
        Assert.Throws<OrderProblem>(() => Assignment.Of(s_order with { Indices = indices }, 0, 0));

    [Fact]
    public void Of_Reruns_RaiseTheAttemptUpToWhatALedgerKeyHolds()
    {
        Assert.Equal(4, Assignment.Of(s_order with { Attempt = 2 }, 0, 2).Attempt);
        Assert.Equal(255, Assignment.Of(s_order with { Attempt = 250 }, 0, 90).Attempt);
    }
}
