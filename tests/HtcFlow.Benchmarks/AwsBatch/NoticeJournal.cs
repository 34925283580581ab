using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.Wire;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>A journal that notes how long after the failure of an element without a key it is a fact.</summary>
internal sealed class NoticeJournal(IJournal inner, KeyStore store) : IJournal
{
    /// <summary>Virtual seconds from such failures to their facts.</summary>
    public List<double> Seconds { get; } = [];

    public IEnumerable<JournalEntry> Read(long after) => inner.Read(after);

    public void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered)
    {
        inner.Append(entries, answered);
        foreach (JournalEntry entry in entries)
        {
            if (entry.Fact is Fact.AttemptsEnded ended)
            {
                Seconds.AddRange(ended.Ends
                    .Where(static end => end.Outcome != Outcome.Succeeded)
                    .Select(end => store.TakeKeyless(ended.Array, end.Index)).OfType<DateTimeOffset>()
                    .Select(at => (entry.At - at).TotalSeconds));
            }
        }
    }

    public void Keep(StateSnapshot snapshot) => inner.Keep(snapshot);

    public StateSnapshot? LatestSnapshot() => inner.LatestSnapshot();

    public void Post(UserRequest request) => inner.Post(request);

    public IReadOnlyList<UserRequest> Pending() => inner.Pending();

    public void Dispose() => inner.Dispose();
}
