using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Sweeps;

public sealed class SweepTests
{
    [Fact]
    public void OrdinalOf_EveryElement_IsABijection()
    {
        Sweep sweep = Make.Sweep(("a", 3), ("b", 4), ("c", 5));
        var seen = new HashSet<(long, long, long)>();
        for (long i = 0; i < sweep.Count; i++)
        {
            (long A, long B, long C) at = (sweep.OrdinalOf(i, 0), sweep.OrdinalOf(i, 1), sweep.OrdinalOf(i, 2));
            Assert.True(seen.Add(at));
            Assert.Equal(i, (at.A * sweep.StrideOf(0)) + (at.B * sweep.StrideOf(1)) + (at.C * sweep.StrideOf(2)));
        }

        Assert.Equal(60, seen.Count);
    }

    [Fact]
    public void ValueOf_LastDimension_VariesFastest()
    {
        Sweep sweep = Make.Sweep(("a", 2), ("b", 2));

        Assert.Equal(
            ["10 10", "10 15", "15 10", "15 15"],
            Enumerable.Range(0, 4).Select(i => $"{sweep.ValueOf(i, "a")} {sweep.ValueOf(i, "b")}"));
        Assert.Null(sweep.ValueOf(0, "c"));
    }

    [Fact]
    public void ValueOf_ZippedAxes_AdvanceTogether()
    {
        var sweep = new Sweep([new Dimension([Make.Axis("a", 3), new Axis("b", new AxisValues.Listed(["x", "y", "z"]))])]);

        Assert.Equal(3, sweep.Count);
        Assert.Equal(["10x", "15y", "20z"], Enumerable.Range(0, 3).Select(i => sweep.ValueOf(i, "a") + sweep.ValueOf(i, "b")));
    }

    [Fact]
    public void Single_WithoutDimensions_HasOneElement() => Assert.Equal(1, Sweep.Single.Count);

    [Fact]
    public void Constructor_TwoToTheForty_IsTheLargest()
    {
        Assert.Equal(Sweep.MaxTasks, Large(1L << 20, 1L << 20).Count);
        Assert.Throws<ArgumentException>(() => Large(1L << 20, (1L << 20) + 1));
        Assert.Throws<ArgumentException>(() => Large(long.MaxValue, long.MaxValue));
    }

    [Fact]
    public void Constructor_EmptyOrUnequalDimension_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new Sweep([new Dimension([])]));
        Assert.Throws<ArgumentException>(() => Large(0, 3));
        Assert.Throws<ArgumentException>(() => Large(-1));
        Assert.Throws<ArgumentException>(() => new Sweep([new Dimension([Make.Axis("a", 3), Make.Axis("b", 2)])]));
    }

    private static Sweep Large(params long[] counts) => new([.. counts.Select((c, d) => new Dimension([Make.Axis("x" + d, c)]))]);
}
