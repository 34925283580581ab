using HtcFlow.Testing;

namespace HtcFlow.Architecture.TestSupport;

/// <summary>The comparer finds a difference and says where.</summary>
public sealed class SnapshotTests
{
    public SnapshotTests() => Assert.SkipWhen(
        Environment.GetEnvironmentVariable("HTCFLOW_UPDATE_SNAPSHOTS") == "1", "texts are being approved, not compared");

    [Fact]
    public void Match_ApprovedText_Passes() => Snapshot.Match("two\r\nlines  \n\n", "TwoLines");

    [Fact]
    public void Match_OtherText_NamesTheFirstLineThatDiffers()
    {
        SnapshotException found = Assert.Throws<SnapshotException>(() => Snapshot.Match("two\nlinen\n", "TwoLines"));

        Assert.Contains("line 2\n  approved: lines\n  now:      linen", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Match_NothingApproved_SaysHowToApprove()
    {
        SnapshotException found = Assert.Throws<SnapshotException>(() => Snapshot.Match("text", "Unheard"));

        Assert.Contains("HTCFLOW_UPDATE_SNAPSHOTS=1", found.Message, StringComparison.Ordinal);
    }
}
