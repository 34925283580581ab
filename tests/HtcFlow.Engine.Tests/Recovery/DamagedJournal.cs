using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Transitions;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Tests.Journal;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Recovery;

/// <summary>A journal of a campaign with two snapshots, as its files lie on the disk, and ways to damage them.</summary>
internal sealed class DamagedJournal : IDisposable
{
    public const int Entries = 300;

    // Before the second snapshot, so that the log holds a snapshot too.
    private const int InTheFile = 240;
    private const int PageBytes = 4096;
    private readonly TempDirectory _directory = new();
    private readonly IReadOnlyList<JournalEntry> _entries = SnapshotCampaign.Entries(Entries);
    private readonly Dictionary<long, string> _states = [];
    private readonly byte[] _main;
    private readonly byte[] _log;

    /// <summary>Writes the journal.</summary>
    /// <param name="hasLog">Whether its end is in the write-ahead log still, as after a crash.</param>
    public DamagedJournal(bool hasLog)
    {
        string source = _directory.At("source.db");
        using (SqliteJournal first = SqliteJournal.Open(source))
        {
            first.Append([.. _entries.Take(InTheFile)], []);
            first.Keep(SnapshotCampaign.After(_entries.Take(200)));
        }

        using SqliteJournal second = SqliteJournal.Open(source);
        for (int e = InTheFile; e < Entries; e += 4)
        {
            second.Append([.. _entries.Skip(e).Take(4)], []);
        }

        second.Keep(SnapshotCampaign.After(_entries.Take(280)));
        if (!hasLog)
        {
            second.Dispose();
        }

        _main = Bytes(source);
        _log = hasLog ? Bytes(source + "-wal") : [];
    }

    /// <summary>The journal that is damaged.</summary>
    public string Path => _directory.At("campaigns", "trial", "journal.db");

    /// <summary>The state after the first entries.</summary>
    public string StateAfter(long entries)
    {
        if (!_states.TryGetValue(entries, out string? text))
        {
            _states[entries] = text = StateText.Of(SnapshotCampaign.StateAfter(_entries.Take((int)entries)));
        }

        return text;
    }

    /// <summary>The state after the first entries and those that follow them in a recovered journal.</summary>
    public string StateAfter(long entries, IEnumerable<JournalEntry> more)
    {
        CampaignState state = SnapshotCampaign.StateAfter(_entries.Take((int)entries));
        foreach (JournalEntry entry in more)
        {
            Applier.Apply(state, entry);
        }

        return StateText.Of(state);
    }

    /// <summary>Puts the files in their place, damaged by the dice, and says how.</summary>
    public string Place(Random dice)
    {
        byte[] main = [.. _main];
        byte[] log = [.. _log];
        bool inLog = log.Length > 0 && dice.Next(3) > 0;
        string how = Damage(ref inLog ? ref log : ref main, dice);
        Place(main, log);
        return $"{(inLog ? "log" : "file")}: {how}";
    }

    /// <summary>Puts the files in their place as they were written.</summary>
    public void PlaceWhole() => Place(_main, _log);

    public void Dispose() => _directory.Dispose();

    private static string Damage(ref byte[] bytes, Random dice)
    {
        int at = dice.Next(bytes.Length);
        int page = at / PageBytes * PageBytes;
        int end = Math.Min(page + PageBytes, bytes.Length);
        switch (dice.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << dice.Next(8));
                return $"a bit flipped in byte {at}";
            case 1:
                for (int i = 0; i < 20; i++)
                {
                    bytes[dice.Next(bytes.Length)] ^= (byte)(1 << dice.Next(8));
                }

                return "20 bits flipped";
            case 2:
                Array.Resize(ref bytes, at);
                return $"cut to {at} bytes";
            case 3:
                Array.Resize(ref bytes, page);
                return $"cut to {page / PageBytes} pages";
            case 4:
                bytes.AsSpan(page, end - page).Clear();
                return $"page {page / PageBytes} zeroed";
            case 5:
                bytes.AsSpan(at, end - at).Clear();
                return $"the rest of a page torn from byte {at}";
            default:
                int other = dice.Next(bytes.Length / PageBytes) * PageBytes;
                Swap(bytes.AsSpan(page, end - page), bytes.AsSpan(other, end - page));
                return $"pages {page / PageBytes} and {other / PageBytes} swapped";
        }
    }

    private static void Swap(Span<byte> a, Span<byte> b)
    {
        byte[] kept = a.ToArray();
        b.CopyTo(a);
        kept.CopyTo(b);
    }

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private void Place(byte[] main, byte[] log)
    {
        string home = System.IO.Path.GetDirectoryName(Path)!;
        if (Directory.Exists(home))
        {
            Directory.Delete(home, recursive: true);
        }

        Directory.CreateDirectory(home);
        File.WriteAllBytes(Path, main);
        if (log.Length > 0)
        {
            File.WriteAllBytes(Path + "-wal", log);
        }
    }
}
