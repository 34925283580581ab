using HtcFlow.Cli.Costs.Reports;

namespace HtcFlow.Cli.Tests.Costs.Reports;

public sealed class EvenSampleTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1_000)]
    [InlineData(12_345)]
    public void Add_AnyNumber_KeepsSomeThatAreSpreadEvenly(int number)
    {
        var sample = new EvenSample(8);
        for (int item = 0; item < number; item++)
        {
            sample.Add(item);
        }

        Assert.InRange(sample.Kept.Count, Math.Min(number, 4), 8);
        long step = sample.Kept[1] - sample.Kept[0];
        Assert.Equal(sample.Kept.Select((_, at) => at * step), sample.Kept);
        Assert.InRange(number - sample.Kept[^1], 1, step);
    }
}
