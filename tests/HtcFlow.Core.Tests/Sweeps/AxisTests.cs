using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Tests.Sweeps;

public sealed class AxisTests
{
    [Fact]
    public void At_Decimals_HaveNoDrift()
    {
        var values = new AxisValues.Decimals(0.1m, 0.1m, 10, 1);

        Assert.Equal(["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"], All(values));
    }

    [Fact]
    public void At_DecimalsThroughZero_KeepTheScaleAndNoSignOfZero() =>
        Assert.Equal(["-0.50", "-0.25", "0.00", "0.25"], All(new AxisValues.Decimals(-0.5m, 0.25m, 4, 2)));

    [Fact]
    public void At_IntegersWithStep_Descend() => Assert.Equal(["3", "1", "-1"], All(new AxisValues.Integers(3, -2, 3)));

    [Fact]
    public void Matches_SameValuesOfAnotherKind_IsTrue()
    {
        var listed = new Axis("a", new AxisValues.Listed(["10", "15"]));
        var integers = new Axis("a", new AxisValues.Integers(10, 5, 2));

        Assert.True(listed.Matches(integers));
        Assert.True(integers.Matches(listed));
        Assert.True(integers.Matches(new Axis("a", new AxisValues.Integers(10, 5, 2))));
    }

    [Fact]
    public void Matches_OtherNameLengthOrValue_IsFalse()
    {
        var axis = new Axis("a", new AxisValues.Integers(10, 5, 2));

        Assert.False(axis.Matches(axis with { Name = "b" }));
        Assert.False(axis.Matches(new Axis("a", new AxisValues.Integers(10, 5, 3))));
        Assert.False(axis.Matches(new Axis("a", new AxisValues.Listed(["10", "16"]))));
    }

    [Fact]
    public void Matches_OneValueWithAnotherStep_IsTrue() =>
        Assert.True(new Axis("a", new AxisValues.Integers(7, 1, 1)).Matches(new Axis("a", new AxisValues.Integers(7, 9, 1))));

    private static IEnumerable<string> All(AxisValues values) => Enumerable.Range(0, (int)values.Count).Select(i => values.At(i));
}
