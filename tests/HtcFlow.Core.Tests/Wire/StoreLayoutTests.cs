using HtcFlow.Core.Ids;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Wire;

public sealed class StoreLayoutTests
{
    [Fact]
    public void Keys_OfOneTask_AreSpelledAsDocumented()
    {
        Assert.Equal("hamr/plan.json.lz4", StoreLayout.Plan("hamr"));
        Assert.Equal("hamr/i/00ff", StoreLayout.Input("hamr", "00ff"));
        Assert.Equal("hamr/o/00ff", StoreLayout.Order("hamr", "00ff"));
        Assert.Equal("hamr/t/9e/write/1/accepted.json", StoreLayout.Accepted("hamr", "write", 1));
        Assert.Equal("hamr/t/9e/write/1/a2/track.dat.lz4", StoreLayout.Output("hamr", "write", 1, 2, "track.dat", compressed: true));
        Assert.Equal("hamr/t/9e/write/1/a2/track.dat", StoreLayout.Output("hamr", "write", 1, 2, "track.dat", compressed: false));
        Assert.Equal("hamr/t/9e/write/1/c/000007-a2/s.chk.lz4", StoreLayout.CheckpointFile("hamr", "write", 1, 7, 2, "s.chk"));
        Assert.Equal("hamr/t/9e/write/1/c/manifest-000007-a2.json", StoreLayout.CheckpointManifest("hamr", "write", 1, 7, 2));
    }

    [Theory]
    [InlineData("hamr/t/9e/write/1/c/000007-a2/s.chk.lz4", true)]
    [InlineData("hamr/t/9e/write/1/c/manifest-000007-a2.json", true)]
    [InlineData("hamr/t/9e/write/1/c/", false)]
    [InlineData("hamr/t/9e/write/1/a2/c/track.dat", false)]
    [InlineData("hamr/l/9e/write/1/c/x", false)]
    [InlineData("hamr/plan.json.lz4", false)]
    public void IsCheckpoint_Key_SaysWhetherItIsOne(string key, bool isOne) => Assert.Equal(isOne, StoreLayout.IsCheckpoint(key));

    [Fact]
    public void LedgerEntry_Key_LiesBelowTheArrayAndParses()
    {
        var key = new LedgerKey(1, 2, Outcome.Slow, 75, 9, "local");
        string entry = StoreLayout.LedgerEntry("hamr", "write", new ArrayId(12), key);

        Assert.Equal("hamr/l/write/12/9e/1.a2.slow.75.9.local", entry);
        Assert.StartsWith(StoreLayout.Ledger("hamr", "write", new ArrayId(12)), entry, StringComparison.Ordinal);
        Assert.Equal(key, LedgerKey.Parse(entry.AsSpan(entry.LastIndexOf('/') + 1)));
    }

    [Fact]
    public void FanOf_ConsecutiveIndices_SpreadEvenly()
    {
        var fans = new int[256];
        for (long i = 0; i < 256_000; i++)
        {
            fans[StoreLayout.FanOf(i)]++;
        }

        Assert.All(fans, n => Assert.InRange(n, 900, 1100));
    }
}
