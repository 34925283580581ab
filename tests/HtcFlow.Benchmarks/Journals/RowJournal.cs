using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.Sweeps;
using HtcFlow.Engine.Journal;

namespace HtcFlow.Benchmarks.Journals;

/// <summary>The peer: SQLite as a task queue uses it, one row for each move of a task; same engine, same commits, same way to call SQLite.</summary>
internal sealed class RowJournal : IJournal
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _insert;
    private readonly List<JournalEntry> _first = [];
    private long _row;

    public RowJournal(string path)
    {
        _database = new SqliteDatabase(path);
        _database.Execute("PRAGMA journal_mode = WAL");
        _database.Execute("PRAGMA synchronous = FULL");
        _database.Execute("CREATE TABLE moves (id INTEGER PRIMARY KEY, task INTEGER, attempt INTEGER, state INTEGER, at INTEGER, wall INTEGER)");
        _insert = _database.Prepare("INSERT INTO moves (id, task, attempt, state, at, wall) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    }

    /// <summary>Rows written.</summary>
    public long Rows => _row;

    // Only the birth of the campaign: the engine reads it when it takes over.
    public IEnumerable<JournalEntry> Read(long after) => _first.Where(e => e.Sequence > after);

    public void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered)
    {
        _database.Execute("BEGIN IMMEDIATE");
        foreach (JournalEntry entry in entries)
        {
            if (entry.Fact is Fact.CampaignCreated)
            {
                _first.Add(entry);
            }

            Insert(entry);
        }

        _database.Execute("COMMIT");
    }

    public void Keep(StateSnapshot snapshot)
    {
        // Rows are the state.
    }

    public StateSnapshot? LatestSnapshot() => null;

    public void Post(UserRequest request) => throw new NotSupportedException();

    public IReadOnlyList<UserRequest> Pending() => [];

    public void Dispose()
    {
        _insert.Dispose();
        _database.Dispose();
    }

    private void Insert(JournalEntry entry)
    {
        long at = entry.At.ToUnixTimeMilliseconds();
        switch (entry.Fact)
        {
            case Fact.ArrayPlanned planned:
                Insert(planned.Tasks, planned.Attempt, 2, at);
                break;
            case Fact.TasksStarted started:
                Insert(started.Tasks, 0, 3, at);
                break;
            case Fact.AttemptsEnded ended:
                foreach (AttemptEnd end in ended.Ends)
                {
                    Insert(end.Index, end.Attempt, 4 + (int)end.Verdict, at, end.WallMilliseconds);
                }

                break;
            default:
                break;
        }
    }

    private void Insert(IndexSet tasks, int attempt, int state, long at)
    {
        foreach (IndexRange range in tasks.Ranges)
        {
            for (long i = range.First; i < range.End; i++)
            {
                Insert(i, attempt, state, at, 0);
            }
        }
    }

    private void Insert(long task, int attempt, int state, long at, long wall) =>
        _insert.Bind(1, ++_row).Bind(2, task).Bind(3, attempt).Bind(4, state).Bind(5, at).Bind(6, wall).Step();
}
