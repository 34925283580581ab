using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>One job as the queue shows it at one moment; elements that have left the queue are missing.</summary>
/// <param name="id">Number of the job.</param>
/// <param name="name">Name of the job.</param>
internal sealed class QueuedJob(string id, string name)
{
    private readonly List<IndexRange> _running = [];
    private readonly List<IndexRange> _waiting = [];
    private readonly List<IndexRange> _stuck = [];
    private readonly List<EndRecord> _ends = [];
    private readonly List<IndexRange> _again = [];

    internal string Id => id;

    internal string Name => name;

    /// <summary>Elements on a host, whatever they do there.</summary>
    internal IndexSet Running { get; private set; } = IndexSet.Empty;

    /// <summary>Elements that wait, held ones included.</summary>
    internal IndexSet Waiting { get; private set; } = IndexSet.Empty;

    /// <summary>Elements that wait until somebody clears or deletes them.</summary>
    internal IndexSet Stuck { get; private set; } = IndexSet.Empty;

    /// <summary>All of them.</summary>
    internal IndexSet Present { get; private set; } = IndexSet.Empty;

    /// <summary>How elements ended that the scheduler shows a while longer; they are not present.</summary>
    internal IReadOnlyList<EndRecord> Ends => _ends;

    /// <summary>Those of the ended that the scheduler would start again by itself, whatever it was told.</summary>
    internal IndexSet Again { get; private set; } = IndexSet.Empty;

    /// <summary>Adds elements that are there.</summary>
    internal void Add(IEnumerable<IndexRange> elements, QueuedState state) => (state switch
    {
        QueuedState.Running => _running,
        QueuedState.Stuck => _stuck,
        _ => _waiting,
    }).AddRange(elements);

    /// <summary>Adds an element that has ended.</summary>
    /// <param name="end">How.</param>
    /// <param name="isAgain">Whether the scheduler would start it again.</param>
    internal void Add(EndRecord end, bool isAgain = false)
    {
        _ends.Add(end);
        if (isAgain)
        {
            _again.Add(new IndexRange(end.Element, 1));
        }
    }

    /// <summary>Closes the books, once everything was added.</summary>
    internal void Close()
    {
        Running = Join(_running);
        Waiting = Join(_waiting);
        Stuck = Join(_stuck);
        Again = Join(_again);
        Present = Join([.. _running, .. _waiting, .. _stuck]);
    }

    private static IndexSet Join(List<IndexRange> ranges)
    {
        ranges.Sort(static (a, b) => a.First.CompareTo(b.First));
        return IndexSet.FromRanges(ranges);
    }
}
