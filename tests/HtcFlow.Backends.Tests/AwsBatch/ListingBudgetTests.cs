using HtcFlow.Backends.AwsBatch;

namespace HtcFlow.Backends.Tests.AwsBatch;

public sealed class ListingBudgetTests
{
    private readonly ListingBudget _budget = new();

    [Fact]
    public void Spend_ThreeThousandEnds_AreWorthACall()
    {
        Assert.False(_budget.Spend(1));
        _budget.Earn(7_500);
        Assert.False(_budget.Spend(3));
        Assert.True(_budget.Spend(2));
        _budget.Earn(1_499);
        Assert.False(_budget.Spend(1));
        _budget.Earn(1);
        Assert.True(_budget.Spend(1));
    }

    [Fact]
    public void Earn_Millions_SavesNoMoreThanAFewSecondsOfCalls()
    {
        _budget.Earn(10_000_000);
        Assert.False(_budget.Spend(201));
        Assert.True(_budget.Spend(200));
        Assert.False(_budget.Spend(1));
    }
}
