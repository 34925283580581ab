using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.GridEngine.Replies;

/// <summary>One job as the queue shows it at one moment; elements that have left the queue are missing.</summary>
/// <param name="id">Number of the job.</param>
/// <param name="name">Name of the job.</param>
internal sealed class QueuedJob(string id, string name)
{
    private readonly List<IndexRange> _running = [];
    private readonly List<IndexRange> _waiting = [];
    private readonly List<IndexRange> _stuck = [];

    internal string Id => id;

    internal string Name => name;

    /// <summary>Elements on a host, whatever they do there.</summary>
    internal IndexSet Running { get; private set; } = IndexSet.Empty;

    /// <summary>Elements that wait, held ones included.</summary>
    internal IndexSet Waiting { get; private set; } = IndexSet.Empty;

    /// <summary>Elements in the error state: they wait until somebody clears or deletes them.</summary>
    internal IndexSet Stuck { get; private set; } = IndexSet.Empty;

    /// <summary>All of them.</summary>
    internal IndexSet Present { get; private set; } = IndexSet.Empty;

    /// <summary>Adds elements in a state such as <c>r</c>, <c>qw</c> or <c>Eqw</c>.</summary>
    internal void Add(IEnumerable<IndexRange> elements, string state) =>
        (state.Contains('E') ? _stuck : state.Contains('q') ? _waiting : _running).AddRange(elements);

    /// <summary>Closes the books, once everything was added.</summary>
    internal void Close()
    {
        Running = Join(_running);
        Waiting = Join(_waiting);
        Stuck = Join(_stuck);
        Present = Join([.. _running, .. _waiting, .. _stuck]);
    }

    private static IndexSet Join(List<IndexRange> ranges)
    {
        ranges.Sort(static (a, b) => a.First.CompareTo(b.First));
        return IndexSet.FromRanges(ranges);
    }
}
