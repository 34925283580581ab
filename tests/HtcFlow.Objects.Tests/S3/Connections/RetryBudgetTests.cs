using HtcFlow.Objects.S3.Connections;

namespace HtcFlow.Objects.Tests.S3.Connections;

public sealed class RetryBudgetTests
{
    [Fact]
    public void TryTake_NothingSucceeds_EndsAfterTwenty()
    {
        var budget = new RetryBudget();

        Assert.Equal(20, Enumerable.Range(0, 1000).Count(_ => budget.TryTake()));
    }

    [Fact]
    public void TryTake_TenSuccesses_PayForOneMore()
    {
        var budget = new RetryBudget();
        while (budget.TryTake())
        {
        }

        for (int i = 0; i < 9; i++)
        {
            budget.Earn();
        }

        Assert.False(budget.TryTake());
        budget.Earn();
        Assert.True(budget.TryTake());
    }

    [Fact]
    public void Earn_ManySuccesses_SaveNoMoreThanTwenty()
    {
        var budget = new RetryBudget();
        for (int i = 0; i < 10_000; i++)
        {
            budget.Earn();
        }

        Assert.Equal(20, Enumerable.Range(0, 1000).Count(_ => budget.TryTake()));
    }
}
