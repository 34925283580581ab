using HtcFlow.Forecast.Calibration;

namespace HtcFlow.Forecast.Tests.Calibration;

public sealed class TaskOrderTests
{
    [Fact]
    public void Item_AllPositions_AreAllTasksOnceInTheSameOrderEachTime()
    {
        var order = new TaskOrder(1_000, new Random(3));
        long[] all = [.. Enumerable.Range(0, 1_000).Select(position => order[position])];
        Assert.Equal(Enumerable.Range(0, 1_000).Select(static i => (long)i), all.Order());
        var again = new TaskOrder(1_000, new Random(3));
        Assert.Equal(all[999], again[999]);
        Assert.Equal(all[17], again[17]);
    }

    [Fact]
    public void Item_FirstPlaces_FallOnAllTasksAlike()
    {
        // 20,000 draws of 5 of 10 tasks: each is among them in half of the draws, with a deviation of 0.35 %.
        int[] counts = new int[10];
        var dice = new Random(9);
        for (int draw = 0; draw < 20_000; draw++)
        {
            var order = new TaskOrder(10, dice);
            for (int position = 0; position < 5; position++)
            {
                counts[order[position]]++;
            }
        }

        Assert.All(counts, static count => Assert.InRange(count, 9_700, 10_300));
    }

    [Fact]
    public void Item_HugeStage_CostsWhatIsAskedFor() => Assert.InRange(new TaskOrder(1L << 40, new Random(1))[100], 0, (1L << 40) - 1);
}
