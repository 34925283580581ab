using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Tests.Sweeps;

public sealed class IndexSetTests
{
    [Fact]
    public void IndexRangeSize_Pinned_Is16Bytes() => Assert.Equal(16, Unsafe.SizeOf<IndexRange>());

    [Fact]
    public void Of_AnyIndices_IsTheSortedSet() => ForEachSet((indices, set) =>
    {
        long[] sorted = [.. indices.Distinct().Order()];
        Assert.Equal(sorted, set);
        Assert.Equal(sorted.Length, set.Count);
        for (int p = 0; p < sorted.Length; p++)
        {
            Assert.Equal(sorted[p], set[p]);
            Assert.Equal(p, set.PositionOf(sorted[p]));
        }
    });

    [Fact]
    public void Ranges_Always_NeitherTouchNorOverlap() => ForEachSet((_, set) =>
        Assert.All(set.Ranges.Zip(set.Ranges.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.First)));

    [Fact]
    public void Parse_OfToString_GivesTheSet() => ForEachSet((_, set) =>
    {
        Assert.Equal(set, IndexSet.Parse(set.ToString()));
        Assert.Equal(set.GetHashCode(), IndexSet.Parse(set.ToString()).GetHashCode());
    });

    [Fact]
    public void Slice_AnyPositions_IsSkipAndTake() => ForEachSet((indices, set) =>
    {
        for (int first = 0; first <= set.Count + 1; first++)
        {
            int count = indices.Length - (first / 2);
            Assert.Equal(set.Skip(first).Take(count), set.Slice(first, count));
            Assert.Equal(set.Skip(first), set.Slice(first, long.MaxValue));
        }
    });

    [Fact]
    public void Overlaps_TwoSets_IsACommonIndex() => ForEachSet((indices, set) =>
    {
        var other = IndexSet.Of(indices.Select(i => (i * 7) + 3));
        Assert.Equal(set.Intersect(other).Any(), set.Overlaps(other));
        Assert.Equal(set.Intersect(other).Any(), other.Overlaps(set));
    });

    [Theory]
    [InlineData("", "")]
    [InlineData("5", "5")]
    [InlineData("0-9999,20007", "0-9999,20007")]
    [InlineData("1,2,3,5", "1-3,5")]
    public void Parse_Text_IsReadAndWrittenCompactly(string text, string compact) =>
        Assert.Equal(compact, IndexSet.Parse(text).ToString());

    [Theory]
    [InlineData("a")]
    [InlineData("-1")]
    [InlineData("5-")]
    [InlineData("5-4")]
    [InlineData("1,,2")]
    [InlineData("1,")]
    [InlineData("2,1")]
    [InlineData("0-5,3")]
    [InlineData("1 - 2")]
    [InlineData("1-2-3")]
    [InlineData("0-9223372036854775807")]
    [InlineData("99999999999999999999999")]
    [InlineData("1099511627776")]
    public void Parse_AnythingElse_IsAFormatException(string text) => Assert.Throws<FormatException>(() => IndexSet.Parse(text));

    [Fact]
    public void FromRanges_DescendingOrEmpty_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => IndexSet.FromRanges([new(10, 10), new(1, 2)]));
        Assert.Throws<ArgumentException>(() => IndexSet.FromRanges([new(10, 0)]));
    }

    [Fact]
    public void FromRanges_TouchingAndContained_AreMerged() =>
        Assert.Equal("0-29,40", IndexSet.FromRanges([new(0, 10), new(10, 20), new(12, 3), new(40, 1)]).ToString());

    [Fact]
    public void Range_OfMillions_CostsOneRange() => Assert.Single(IndexSet.Range(7, 10_000_000).Ranges);

    [Fact]
    public void PositionOf_NoMember_IsMinusOne() => Assert.All([-1L, 4, 6, 100], i => Assert.Equal(-1, IndexSet.Parse("0-3,5,7-9").PositionOf(i)));

    [Fact]
    public void Indexer_OutsideTheSet_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => IndexSet.Range(5, 3)[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => IndexSet.Range(5, 3)[-1]);
    }

    private static void ForEachSet(Action<long[], IndexSet> body) =>
        Prop.ForAll(
            Gen.Choose(0, 60).Select(i => (long)i).ListOf().Select(list => list.ToArray()).ToArbitrary(),
            indices => body(indices, IndexSet.Of(indices))).QuickCheckThrowOnFailure();
}
