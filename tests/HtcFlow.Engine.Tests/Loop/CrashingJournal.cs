using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;

namespace HtcFlow.Engine.Tests.Loop;

/// <summary>A journal whose process dies before or after some appends.</summary>
internal sealed class CrashingJournal(IJournal inner, Func<bool> crashes) : IJournal
{
    public IEnumerable<JournalEntry> Read(long after) => inner.Read(after);

    public void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered)
    {
        Die();
        inner.Append(entries, answered);
        Die();
    }

    public void Keep(StateSnapshot snapshot)
    {
        Die();
        inner.Keep(snapshot);
        Die();
    }

    public StateSnapshot? LatestSnapshot() => inner.LatestSnapshot();

    public void Post(UserRequest request) => inner.Post(request);

    public IReadOnlyList<UserRequest> Pending() => inner.Pending();

    public void Dispose()
    {
        // The inner journal outlives the process that dies.
    }

    private void Die()
    {
        if (crashes())
        {
            throw new SimulatedCrashException();
        }
    }
}
