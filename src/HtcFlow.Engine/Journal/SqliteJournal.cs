using System.Globalization;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;

namespace HtcFlow.Engine.Journal;

/// <summary>The journal in a SQLite file: one row an entry, one transaction an append, write-ahead log with a sync at each commit.</summary>
/// <remarks>No index besides the row id and nothing that is updated, so an append touches the last page only. WAL lets other
/// processes read and post while the engine appends.</remarks>
public sealed class SqliteJournal : IJournal
{
    /// <summary>Layout of the file; stored as SQLite's <c>user_version</c>.</summary>
    public const int FormatVersion = 3;

    // More formats than there will ever be: a greater number is damage, and no newer version.
    private const int MostFormats = 255;

    // Format 2 adds snapshots, and facts about targets, hosts and recoveries, which format 1 does not know. A file of format 1 becomes one
    // of the newest when something is appended, not when it is merely read: an older engine may still be at work on it. Format 3 adds facts
    // about the weights of targets.
    private const string CreateSnapshots =
        "CREATE TABLE IF NOT EXISTS snapshots (seq INTEGER NOT NULL, part INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (seq, part))";

    private static readonly string s_setFormat = string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {FormatVersion}");

    private readonly string _path;
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _answer;

    // Asked twice a second for as long as a campaign takes.
    private readonly SqliteStatement _pending;
    private long _last;
    private bool _isCurrent;
    private bool _isChecked;

    private SqliteJournal(string path, SqliteDatabase database)
    {
        _path = path;
        _database = database;
        _insert = database.PrepareForGood("INSERT INTO facts (seq, at, body) VALUES (?1, ?2, ?3)");
        _pending = database.PrepareForGood("SELECT id, kind, stage, tasks FROM mail ORDER BY id");
        _answer = database.PrepareForGood("DELETE FROM mail WHERE id = ?1");
        _last = database.Number("SELECT max(seq) FROM facts");
        _isCurrent = database.Number("PRAGMA user_version") == FormatVersion;
    }

    /// <summary>Opens a journal, or creates it when there is none.</summary>
    /// <exception cref="FaultException">The file is damaged, of a newer version, or cannot be written.</exception>
    public static SqliteJournal Open(string path)
    {
        if (File.Exists(JournalSwap.PendingOf(path)))
        {
            throw new FaultException(FaultKind.Damaged, "open the journal", path, "it was damaged, and its recovery was cut off");
        }

        var database = new SqliteDatabase(path);
        try
        {
            Prepare(path, database);
            return new SqliteJournal(path, database);
        }
        catch (FaultException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<JournalEntry> Read(long after)
    {
        if (!_isChecked)
        {
            CheckPages();
            _isChecked = true;
        }

        foreach (JournalEntry entry in ReadUnchecked(after))
        {
            yield return entry;
        }
    }

    /// <summary>Reads entries as far as they can be read, whatever else is damaged in the file.</summary>
    internal IEnumerable<JournalEntry> ReadUnchecked(long after)
    {
        using SqliteStatement select = _database.Prepare("SELECT seq, at, body FROM facts WHERE seq > ?1 ORDER BY seq");
        select.Bind(1, after);
        long expected = after + 1;
        while (select.Step())
        {
            JournalEntry entry = EntryOf(select);
            if (entry.Sequence != expected++)
            {
                throw Damaged(expected - 1, "it is missing");
            }

            yield return entry;
        }
    }

    /// <summary>Greatest number that an entry or a snapshot in the file has; 0 when there is none.</summary>
    internal long LastKnown() => Math.Max(_last, Snapshots().FirstOrDefault());

    /// <inheritdoc/>
    public void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(answered);
        Commit(() =>
        {
            for (int e = 0; e < entries.Count; e++)
            {
                Insert(entries[e], _last + 1 + e);
            }

            foreach (long id in answered)
            {
                _answer.Bind(1, id).Step();
            }
        });
        _last += entries.Count;
    }

    /// <inheritdoc/>
    public void Keep(StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using SqliteStatement drop = _database.Prepare(
            "DELETE FROM snapshots WHERE seq >= ?1 OR seq < (SELECT max(seq) FROM snapshots WHERE seq < ?1)");
        using SqliteStatement insert = _database.Prepare("INSERT INTO snapshots (seq, part, body) VALUES (?1, ?2, ?3)");
        Commit(() =>
        {
            drop.Bind(1, snapshot.Sequence).Step();
            for (int p = 0; p < snapshot.Parts.Count; p++)
            {
                insert.Bind(1, snapshot.Sequence).Bind(2, p).Bind(3, snapshot.Parts[p].Span).Step();
            }
        });
    }

    /// <inheritdoc/>
    public StateSnapshot? LatestSnapshot()
    {
        try
        {
            return Snapshots().Select(Snapshot).FirstOrDefault(SnapshotCodec.IsReadable);
        }
        catch (FaultException fault) when (fault.Kind is FaultKind.Damaged or FaultKind.Broken)
        {
            // A snapshot is a shortcut. Whether the file is damaged is for those to say who read entries.
            return null;
        }
    }

    /// <inheritdoc/>
    public void Post(UserRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using SqliteStatement insert = _database.Prepare("INSERT INTO mail (kind, stage, tasks) VALUES (?1, ?2, ?3)");
        insert.Bind(1, (long)request.Kind).Bind(2, request.Stage).Bind(3, request.Tasks).Step();
    }

    /// <inheritdoc/>
    public IReadOnlyList<UserRequest> Pending()
    {
        // A journal that was unlinked can still be appended to, and nobody would ever find what is in it.
        if (!File.Exists(_path))
        {
            throw new FaultException(FaultKind.Gone, "read the journal", _path, "it was removed while in use");
        }

        var requests = new List<UserRequest>();
        while (_pending.Step())
        {
            requests.Add(new UserRequest(_pending.Number(0), (RequestKind)_pending.Number(1), _pending.Text(2), _pending.Text(3)));
        }

        return requests;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static void Prepare(string path, SqliteDatabase database)
    {
        database.Execute("PRAGMA journal_mode = WAL");
        database.Execute("PRAGMA synchronous = FULL");
        long version = database.Number("PRAGMA user_version");
        if (version is < 0 or > MostFormats)
        {
            throw new FaultException(
                FaultKind.Damaged, "open the journal", path,
                string.Create(CultureInfo.InvariantCulture, $"it is damaged: there is no format {version}"));
        }

        if (version > FormatVersion)
        {
            throw new FaultException(
                FaultKind.Broken, "open the journal", path,
                string.Create(CultureInfo.InvariantCulture, $"its format {version} is newer than {FormatVersion}; use a newer htcflow"));
        }

        if (version == 0)
        {
            database.Execute("BEGIN IMMEDIATE");
            database.Execute("CREATE TABLE IF NOT EXISTS facts (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL)");
            database.Execute("CREATE TABLE IF NOT EXISTS mail (id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, stage TEXT NOT NULL, tasks TEXT NOT NULL)");
            database.Execute(CreateSnapshots);
            database.Execute(s_setFormat);
            database.Execute("COMMIT");
        }
    }

    // One transaction; what fails leaves nothing of it.
    private void Commit(Action write)
    {
        bool isCommitted = false;
        _database.Execute("BEGIN IMMEDIATE");
        try
        {
            if (!_isCurrent)
            {
                _database.Execute(CreateSnapshots);
                _database.Execute(s_setFormat);
            }

            write();
            _database.Execute("COMMIT");
            isCommitted = true;
        }
        finally
        {
            if (!isCommitted)
            {
                Rollback();
            }
        }

        _isCurrent = true;
    }

    private List<long> Snapshots()
    {
        var numbers = new List<long>();
        if (_database.Number("SELECT count(*) FROM sqlite_master WHERE name = 'snapshots'") > 0)
        {
            using SqliteStatement select = _database.Prepare("SELECT DISTINCT seq FROM snapshots ORDER BY seq DESC");
            while (select.Step())
            {
                numbers.Add(select.Number(0));
            }
        }

        return numbers;
    }

    private StateSnapshot Snapshot(long sequence)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        using SqliteStatement select = _database.Prepare("SELECT body FROM snapshots WHERE seq = ?1 ORDER BY part");
        select.Bind(1, sequence);
        while (select.Step())
        {
            parts.Add(select.Bytes(0).ToArray());
        }

        return new StateSnapshot(sequence, parts);
    }

    private void Insert(JournalEntry entry, long expected)
    {
        if (entry.Sequence != expected)
        {
            throw new InvalidOperationException($"Entry {entry.Sequence} does not continue the journal, which goes on with {expected}.");
        }

        long at = entry.At.ToUnixTimeMilliseconds();
        _insert.Bind(1, entry.Sequence).Bind(2, at)
            .Bind(3, EntrySeal.Close(entry.Sequence, at, FactCodec.Encode(entry.Fact))).Step();
    }

    private void Rollback()
    {
        try
        {
            _database.Execute("ROLLBACK");
        }
        catch (FaultException)
        {
            // SQLite rolls back by itself on a full disk or an I/O error; then there is nothing left to undo.
        }
    }

    // Seals show damage within an entry and numbers show a gap. Entries that are missing at the end only show as a page that does
    // not add up, and that is what this looks for: a page that lost its last cell, a page that nobody refers to.
    private void CheckPages()
    {
        using SqliteStatement check = _database.Prepare("PRAGMA quick_check(1)");
        string found = check.Step() ? check.Text(0) : "nothing";
        if (found != "ok")
        {
            throw new FaultException(
                FaultKind.Damaged, "read the journal", _path, $"the file is damaged: {found.ReplaceLineEndings(" ")}");
        }
    }

    private JournalEntry EntryOf(SqliteStatement row)
    {
        long sequence = row.Number(0);
        long at = row.Number(1);
        if (!EntrySeal.Open(sequence, at, row.Bytes(2), out ReadOnlySpan<byte> fact))
        {
            throw Damaged(sequence, "its checksum is wrong");
        }

        try
        {
            return new JournalEntry(sequence, DateTimeOffset.FromUnixTimeMilliseconds(at), FactCodec.Decode(fact));
        }
        catch (FormatException e)
        {
            throw Damaged(sequence, e.Message);
        }
    }

    private FaultException Damaged(long sequence, string what) => new(
        FaultKind.Damaged, "read the journal", _path,
        string.Create(CultureInfo.InvariantCulture, $"entry {sequence} is damaged: {what}; entries before it are intact"));
}
