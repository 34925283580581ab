using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>A journal whose process dies before or after some appends, and while some entries are read.</summary>
/// <param name="inner">The journal; it outlives the process.</param>
/// <param name="points">Says when the process dies.</param>
/// <param name="appended">Told of what was appended, before the process can die of it.</param>
internal sealed class CrashingJournal(IJournal inner, CrashPoints points, Action<IReadOnlyList<JournalEntry>> appended) : IJournal
{
    public IEnumerable<JournalEntry> Read(long after)
    {
        foreach (JournalEntry entry in inner.Read(after))
        {
            points.Pass(CrashPoints.Replay);
            yield return entry;
        }
    }

    public void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered)
    {
        points.Pass("before append");
        inner.Append(entries, answered);
        appended(entries);
        points.Pass("after append");
    }

    public void Keep(StateSnapshot snapshot)
    {
        points.Pass("before a snapshot");
        inner.Keep(snapshot);
        points.Pass("after a snapshot");
    }

    public StateSnapshot? LatestSnapshot()
    {
        points.Pass("before reading a snapshot");
        return inner.LatestSnapshot();
    }

    public void Post(UserRequest request) => inner.Post(request);

    public IReadOnlyList<UserRequest> Pending() => inner.Pending();

    public void Dispose()
    {
        // The inner journal outlives the process that dies.
    }
}
