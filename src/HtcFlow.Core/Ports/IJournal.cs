using HtcFlow.Core.Requests;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Snapshots;

namespace HtcFlow.Core.Ports;

/// <summary>Holds the facts of one campaign, and a mailbox through which other processes leave requests.</summary>
/// <remarks>
/// Owner: the engine's loop, which alone appends (it holds the campaign's lock). Callers: the loop; any process may read and post.
/// Survives a crash: everything that <see cref="Append"/> returned for, also through a loss of power; entries of one call stand
/// or fall together. Failures are <see cref="FaultException"/>: Damaged when what is read is not what was written, Broken when the disk
/// is full, Denied when it cannot be written.
/// </remarks>
public interface IJournal : IDisposable
{
    /// <summary>Reads entries in order, checking each one's checksum.</summary>
    /// <param name="after">Only entries with a greater sequence number; 0 for all.</param>
    IEnumerable<JournalEntry> Read(long after);

    /// <summary>Appends entries and removes requests from the mailbox, durably and as one.</summary>
    /// <param name="entries">Entries whose sequence numbers continue the journal.</param>
    /// <param name="answered">Ids of requests that these entries answer.</param>
    void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered);

    /// <summary>Keeps a snapshot durably and drops those before the one before it; a snapshot is a shortcut, never the only copy of anything.</summary>
    void Keep(StateSnapshot snapshot);

    /// <summary>The newest snapshot that is whole and of a form this version reads; null when there is none, and everything has to be replayed.</summary>
    StateSnapshot? LatestSnapshot();

    /// <summary>Leaves a request in the mailbox.</summary>
    void Post(UserRequest request);

    /// <summary>Requests in the mailbox, oldest first.</summary>
    IReadOnlyList<UserRequest> Pending();
}
