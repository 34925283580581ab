using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Journal;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Journal;

public sealed class SqliteJournalTests : JournalContract
{
    private readonly TempDirectory _directory = new();
    private readonly List<IJournal> _open = [];

    private string File => _directory.At("journal.db");

    [Fact]
    public void Read_FlippedBit_NamesTheEntryAndKeepsWhatIsBefore()
    {
        Append(20);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        int at = bytes.AsSpan().IndexOf("reason 17"u8);
        bytes[at + 3] ^= 0x10;
        System.IO.File.WriteAllBytes(File, bytes);

        var read = new List<JournalEntry>();
        FaultException fault = Assert.Throws<FaultException>(() => read.AddRange(Stream(Reopen())));

        Assert.Equal(FaultKind.Damaged, fault.Kind);
        Assert.Contains("entry 17", fault.Message, StringComparison.Ordinal);
        IEnumerable<JournalEntry> Stream(IJournal journal)
        {
            foreach (JournalEntry entry in journal.Read(0))
            {
                Assert.True(entry.Sequence < 17);
                yield return entry;
            }
        }
    }

    [Fact]
    public void Open_NotADatabase_SaysSo()
    {
        System.IO.File.WriteAllText(File, new string('x', 5000));

        FaultException fault = Assert.Throws<FaultException>(Reopen);

        Assert.Equal(FaultKind.Damaged, fault.Kind);
        Assert.Contains("damaged", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DirectoryMissing_SaysWhatToCheck()
    {
        FaultException fault = Assert.Throws<FaultException>(() => SqliteJournal.Open(_directory.At("no", "such", "journal.db")));

        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("check that the directory exists", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NewerFormat_IsRefused()
    {
        Append(1);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[63] = SqliteJournal.FormatVersion + 1; // user_version: bytes 60-63, big-endian
        System.IO.File.WriteAllBytes(File, bytes);

        FaultException fault = Assert.Throws<FaultException>(Reopen);

        Assert.Contains("newer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LatestSnapshot_NewestIsDamaged_GivesTheOneBefore()
    {
        IReadOnlyList<JournalEntry> entries = SnapshotCampaign.Entries(40);
        Reopen().Append(entries, []);
        foreach (int at in (int[])[10, 20, 30])
        {
            Reopen().Keep(SnapshotCampaign.After(entries.Take(at)));
        }

        CloseAll();
        Change("UPDATE snapshots SET body = zeroblob(length(body)) WHERE seq = 30");

        Assert.Equal(20, Reopen().LatestSnapshot()?.Sequence);
        CloseAll();
        Change("UPDATE snapshots SET part = part + 1 WHERE seq = 20");
        Change("INSERT INTO snapshots SELECT 20, 0, body FROM snapshots WHERE seq = 30");

        Assert.Null(Reopen().LatestSnapshot());
    }

    [Fact]
    public void Keep_ManyTimes_KeepsTwo()
    {
        IReadOnlyList<JournalEntry> entries = SnapshotCampaign.Entries(400);
        IJournal journal = Reopen();
        journal.Append(entries, []);
        for (int at = 10; at <= 400; at += 10)
        {
            journal.Keep(SnapshotCampaign.After(entries.Take(at)));
        }

        CloseAll();
        using var database = new SqliteDatabase(File);
        Assert.Equal(2, database.Number("SELECT count(DISTINCT seq) FROM snapshots"));
        Assert.Equal(390, database.Number("SELECT min(seq) FROM snapshots"));
    }

    [Fact]
    public void Append_ToAFileOfFormat1_MakesItFormat2AndReadingDoesNot()
    {
        Append(3);
        Change("DROP TABLE snapshots");
        Change("PRAGMA user_version = 1");

        Assert.Equal(3, Reopen().Read(0).Count());
        Assert.Null(Reopen().LatestSnapshot());
        CloseAll();
        Assert.Equal(1, Version());
        Reopen().Append([Entry(4, new Fact.CampaignReleased())], []);
        CloseAll();
        Assert.Equal(SqliteJournal.FormatVersion, Version());
    }

    [Fact]
    public void Append_CutOffInTheMiddle_LeavesNothingOfIt()
    {
        IJournal journal = Reopen();
        journal.Append([Entry(1, new Fact.CampaignReleased())], []);
        Assert.ThrowsAny<Exception>(() => journal.Append(
            [Entry(2, new Fact.CampaignReleased()), Entry(2, new Fact.CampaignReleased())], []));

        Assert.Single(Reopen().Read(0));
    }

    public override void Dispose()
    {
        CloseAll();
        _directory.Dispose();
        base.Dispose();
    }

    protected override IJournal Reopen()
    {
        SqliteJournal journal = SqliteJournal.Open(File);
        _open.Add(journal);
        return journal;
    }

    private void Change(string sql)
    {
        using var database = new SqliteDatabase(File);
        database.Execute(sql);
    }

    private long Version()
    {
        using var database = new SqliteDatabase(File);
        return database.Number("PRAGMA user_version");
    }

    private void Append(int entries)
    {
        Reopen().Append(
            [.. Enumerable.Range(1, entries).Select(n => Entry(n, new Fact.CampaignHeld($"this is reason {n}")))], []);

        // The last one to close moves the write-ahead log into the file.
        CloseAll();
    }

    private void CloseAll()
    {
        _open.ForEach(j => j.Dispose());
        _open.Clear();
    }
}
