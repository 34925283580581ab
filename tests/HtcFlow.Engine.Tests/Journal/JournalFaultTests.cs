using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Journal;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Journal;

/// <summary>Damages the files of a journal: what is read afterwards is what was written, or a fault says that it is not.</summary>
public sealed class JournalFaultTests : IDisposable
{
    private static readonly DateTimeOffset s_at = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TempDirectory _directory = new();

    private string Copy => _directory.At("copy.db");

    [Fact]
    public void Read_LogCutAtAnyByteOfItsLastFrames_KeepsEveryAppendBefore()
    {
        var lengths = new List<long>();
        using SqliteJournal journal = SqliteJournal.Open(_directory.At("journal.db"));
        for (int n = 1; n <= 6; n++)
        {
            journal.Append([Entry(n)], []);
            lengths.Add(new FileInfo(_directory.At("journal.db-wal")).Length);
        }

        byte[] main = Bytes(_directory.At("journal.db"));
        byte[] log = Bytes(_directory.At("journal.db-wal"));

        // Every byte of the frames' heads, and every 61st of the pages, which lie in the same checksum.
        for (long cut = lengths[3]; cut <= log.Length; cut += (cut - 32) % 4120 is < 24 or > 4100 ? 1 : 61)
        {
            Place(main, log.AsSpan(0, (int)cut));
            int survivors = lengths.Count(l => l <= cut);
            Assert.Equal(survivors, Read().Count);
        }
    }

    [Fact]
    public void Read_FlippedBitAnywhereInTheFile_GivesTheSameFactsOrSaysDamaged()
    {
        byte[] main = Closed(400);
        string[] written = [.. Enumerable.Range(1, 400).Select(n => Text(Entry(n)))];
        var dice = new Random(20300101);
        int noticed = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] damaged = [.. main];

            // Every fourth one in the first page, where the file's own structure is.
            int at = dice.Next(i % 4 == 0 ? 4096 : main.Length);
            damaged[at] ^= (byte)(1 << dice.Next(8));
            Place(damaged, []);
            noticed += IsNoticed(written, $"bit flipped in byte {at}") ? 1 : 0;
        }

        Assert.True(noticed > 200, $"only {noticed} of 600 flipped bits were noticed");
    }

    [Fact]
    public void Read_FlippedBitInTheLog_GivesAPrefixOrSaysDamaged()
    {
        using SqliteJournal journal = SqliteJournal.Open(_directory.At("journal.db"));
        for (int n = 1; n <= 40; n++)
        {
            journal.Append([Entry(n)], []);
        }

        byte[] main = Bytes(_directory.At("journal.db"));
        byte[] log = Bytes(_directory.At("journal.db-wal"));
        string[] written = [.. Enumerable.Range(1, 40).Select(n => Text(Entry(n)))];
        var dice = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. log];
            damaged[dice.Next(log.Length)] ^= (byte)(1 << dice.Next(8));
            Place(main, damaged);

            // SQLite takes a frame with a wrong checksum for one that was never finished: what comes before it stands.
            IReadOnlyList<string> read = Read();
            Assert.Equal(written.Take(read.Count), read);
        }
    }

    [Fact]
    public void Read_FileCutAnywhere_GivesTheSameFactsOrSaysDamaged()
    {
        byte[] main = Closed(400);
        string[] written = [.. Enumerable.Range(1, 400).Select(n => Text(Entry(n)))];
        var dice = new Random(11);
        for (int i = 0; i < 200; i++)
        {
            int length = dice.Next(1, main.Length);
            Place(main.AsSpan(0, length), []);
            Assert.True(IsNoticed(written, $"cut to {length} bytes"), $"a file cut to {length} of {main.Length} bytes was taken for whole");
        }
    }

    [Fact]
    public void Read_CopiedWhileOpen_GivesEveryAppend()
    {
        using SqliteJournal journal = SqliteJournal.Open(_directory.At("journal.db"));
        for (int n = 1; n <= 3_000; n++)
        {
            // More than the thousand pages after which SQLite moves the log into the file.
            journal.Append([Entry(n)], []);
            if (n % 500 == 0)
            {
                Place(Bytes(_directory.At("journal.db")), Bytes(_directory.At("journal.db-wal")));
                Assert.Equal(n, Read().Count);
            }
        }

        Assert.InRange(new FileInfo(_directory.At("journal.db-wal")).Length, 0, 8L << 20);
    }

    public void Dispose() => _directory.Dispose();

    private static JournalEntry Entry(int n) => new(n, s_at, new Fact.CampaignHeld($"this is reason {n} " + new string('x', n % 90)));

    private static string Text(JournalEntry entry) => $"{entry.Sequence} {entry.At:O} {entry.Fact}";

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private byte[] Closed(int entries)
    {
        using (SqliteJournal journal = SqliteJournal.Open(_directory.At("closed.db")))
        {
            journal.Append([.. Enumerable.Range(1, entries).Select(Entry)], []);
        }

        return Bytes(_directory.At("closed.db"));
    }

    private void Place(ReadOnlySpan<byte> main, ReadOnlySpan<byte> log)
    {
        File.Delete(Copy + "-wal");
        File.Delete(Copy + "-shm");
        File.WriteAllBytes(Copy, main);
        if (log.Length > 0)
        {
            File.WriteAllBytes(Copy + "-wal", log);
        }
    }

    private IReadOnlyList<string> Read()
    {
        using SqliteJournal journal = SqliteJournal.Open(Copy);
        return [.. journal.Read(0).Select(Text)];
    }

    // False when the facts are the same; any other difference, and any other exception, fails the test.
    private bool IsNoticed(string[] written, string what)
    {
        try
        {
            Assert.Equal(written, Read());
            return false;
        }
        catch (FaultException fault)
        {
            bool says = fault.Message.Contains("damaged", StringComparison.Ordinal)
                || fault.Message.Contains("newer", StringComparison.Ordinal);
            Assert.True(says, $"{what}: {fault.Message}");
            return true;
        }
    }
}
