using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Journal;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Homes;

public sealed class CampaignHomeTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void List_NoDirectory_IsEmpty() => Assert.Empty(CampaignHome.List(_directory.At("none")));

    [Fact]
    public void List_StrangersAmongCampaigns_GivesCampaignsByName()
    {
        foreach (string name in (string[])["b", "a", "Not A Name", "no-journal"])
        {
            Directory.CreateDirectory(_directory.At("campaigns", name));
        }

        File.WriteAllText(_directory.At("campaigns", "a", "journal.db"), "");
        File.WriteAllText(_directory.At("campaigns", "b", "journal.db"), "");
        File.WriteAllText(_directory.At("campaigns", "Not A Name", "journal.db"), "");

        Assert.Equal(["a", "b"], CampaignHome.List(_directory.Root).Select(h => h.Name));
    }

    [Fact]
    public void Create_MissingParents_AreForTheirOwnerAlone()
    {
        var home = new CampaignHome(_directory.At("data", "htcflow"), "demo");

        home.Create();
        home.Create();
        using (SqliteJournal journal = SqliteJournal.Open(home.Journal))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.Journal));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.Journal + "-wal"));
        }

        UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(owner, File.GetUnixFileMode(home.Directory));
        Assert.Equal(owner, File.GetUnixFileMode(_directory.At("data", "htcflow")));
        Assert.Equal(owner, File.GetUnixFileMode(_directory.At("data")));
    }

    public void Dispose() => _directory.Dispose();
}
