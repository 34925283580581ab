using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Sweeps;

public sealed class GroupKeyTests
{
    [Fact]
    public void MembersOf_AllGroups_PartitionTheSweepExactly() => ForEachSweep((sweep, axes) =>
    {
        var key = new GroupKey(sweep, axes);
        var seen = new List<long>();
        for (long group = 0; group < key.Groups; group++)
        {
            long[] members = [.. key.MembersOf(group)];
            Assert.Equal(key.Members, members.Length);
            Assert.Equal(members.Order(), members);
            Assert.All(members, i => Assert.Equal(group, key.GroupOf(i)));
            seen.AddRange(members);
        }

        Assert.Equal(Enumerable.Range(0, (int)sweep.Count).Select(i => (long)i), seen.Order());
    });

    [Fact]
    public void GroupOf_SameGroup_IsSameValuesOnTheAxes() => ForEachSweep((sweep, axes) =>
    {
        var key = new GroupKey(sweep, axes);
        IEnumerable<int> all = Enumerable.Range(0, (int)sweep.Count);
        Assert.Equal(
            all.GroupBy(i => string.Join(',', axes.Select(a => sweep.ValueOf(i, a)))).Count(),
            all.GroupBy(i => (key.GroupOf(i), string.Join(',', axes.Select(a => sweep.ValueOf(i, a))))).Count());
    });

    [Fact]
    public void GroupOf_SweepsThatOrderTheirAxesDifferently_NumberGroupsAlike()
    {
        Sweep writers = Make.Sweep(("density", 3), ("seed", 4), ("pitch", 2));
        Sweep readers = Make.Sweep(("pitch", 2), ("density", 3));
        var before = new GroupKey(writers, ["density", "pitch"]);
        var after = new GroupKey(readers, ["density", "pitch"]);

        for (long i = 0; i < readers.Count; i++)
        {
            Assert.All(before.MembersOf(after.GroupOf(i)), w =>
            {
                Assert.Equal(readers.ValueOf(i, "density"), writers.ValueOf(w, "density"));
                Assert.Equal(readers.ValueOf(i, "pitch"), writers.ValueOf(w, "pitch"));
            });
        }
    }

    [Fact]
    public void Constructor_ZippedAxes_CountTheirDimensionOnce()
    {
        var sweep = new Sweep([new Dimension([Make.Axis("a", 3), Make.Axis("b", 3)]), new Dimension([Make.Axis("c", 4)])]);

        Assert.Equal(3, new GroupKey(sweep, ["a", "b"]).Groups);
        Assert.Equal(12, new GroupKey(sweep, ["b", "c", "a"]).Groups);
    }

    [Fact]
    public void Constructor_UnknownAxis_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new GroupKey(Make.Sweep(("a", 3)), ["b"]));

    private static void ForEachSweep(Action<Sweep, string[]> body) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var dice = new Random(seed);
            string[] names = [.. "abcd"[..dice.Next(1, 5)].Select(c => c.ToString())];
            Sweep sweep = Make.Sweep([.. names.Select(n => (n, dice.Next(1, 5)))]);
            dice.Shuffle(names);
            body(sweep, names[..dice.Next(0, names.Length + 1)]);
        }).QuickCheckThrowOnFailure();
}
