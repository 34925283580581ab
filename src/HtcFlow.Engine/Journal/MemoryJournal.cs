using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;

namespace HtcFlow.Engine.Journal;

/// <summary>The journal's in-memory twin: keeps encoded bytes, so that a test replays what a file would have held.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly List<(long Sequence, DateTimeOffset At, byte[] Fact)> _entries = [];
    private readonly List<UserRequest> _mail = [];
    private readonly Lock _gate = new();
    private long _nextMail = 1;
    private StateSnapshot? _snapshot;

    /// <inheritdoc/>
    public IEnumerable<JournalEntry> Read(long after)
    {
        (long Sequence, DateTimeOffset At, byte[] Fact)[] snapshot;
        lock (_gate)
        {
            snapshot = [.. _entries.Where(e => e.Sequence > after)];
        }

        return snapshot.Select(e => new JournalEntry(e.Sequence, e.At, FactCodec.Decode(e.Fact)));
    }

    /// <inheritdoc/>
    public void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(answered);
        lock (_gate)
        {
            foreach (JournalEntry entry in entries)
            {
                if (entry.Sequence != _entries.Count + 1)
                {
                    throw new InvalidOperationException($"Entry {entry.Sequence} does not continue the journal.");
                }

                // A file keeps milliseconds, so the twin does.
                DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(entry.At.ToUnixTimeMilliseconds());
                _entries.Add((entry.Sequence, at, FactCodec.Encode(entry.Fact)));
            }

            _mail.RemoveAll(m => answered.Contains(m.Id));
        }
    }

    /// <inheritdoc/>
    public void Keep(StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (_gate)
        {
            _snapshot = snapshot with { Parts = [.. snapshot.Parts.Select(part => (ReadOnlyMemory<byte>)part.ToArray())] };
        }
    }

    /// <inheritdoc/>
    public StateSnapshot? LatestSnapshot()
    {
        lock (_gate)
        {
            return _snapshot;
        }
    }

    /// <inheritdoc/>
    public void Post(UserRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            _mail.Add(request with { Id = _nextMail++ });
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<UserRequest> Pending()
    {
        lock (_gate)
        {
            return [.. _mail];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing to release: a test reopens the same instance after a simulated crash.
    }
}
