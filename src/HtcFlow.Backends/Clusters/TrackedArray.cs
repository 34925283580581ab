using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Clusters;

/// <summary>What is known about one array: the queue says what is still there, the records how the rest ended.</summary>
/// <remarks>
/// An element has ended once it is gone from the queue and its last record was read, or was waited for long enough: tasks that are deleted
/// while they wait leave none. One byte an element, and one entry for each that ended badly or waits for its record.
/// </remarks>
internal sealed class TrackedArray
{
    private const string CancelledWords = "cancelled before it started";
    private const string NoRecordWords = "it left the queue without a record: deleted before it started, or the record was lost";

    private readonly Marks[] _marks;
    private readonly Dictionary<int, ElementEnd> _abnormal = [];
    private readonly Dictionary<int, DateTimeOffset> _goneSince = [];
    private readonly HashSet<int> _leaving = []; // recorded, but not gone from the queue
    private int _ended;
    private int _unheard;
    private IndexSet? _endedSet;
    private QueuedJob? _seen;
    private bool _wasLookedAt;

    internal TrackedArray(JobName name, int elements, long mark)
    {
        Name = name;
        Mark = mark;
        _marks = new Marks[elements];
    }

    [Flags]
    private enum Marks : byte
    {
        None = 0,
        Recorded = 1,
        Cancelled = 2,
        Ended = 4,
        Unheard = 8,
    }

    internal JobName Name { get; }

    internal int Elements => _marks.Length;

    /// <summary>Where its records stand behind, as the source of the records counts.</summary>
    internal long Mark { get; }

    /// <summary>Number in the cluster; empty while no reply was received.</summary>
    internal string Job { get; set; } = "";

    /// <summary>Whether everything has ended, so that there is nothing left to ask for.</summary>
    internal bool IsSettled => _ended == Elements;

    /// <summary>Whether elements left the queue whose records were not seen yet.</summary>
    internal bool AwaitsRecords => _goneSince.Count > 0;

    /// <summary>Elements that waited for a hand at the last look.</summary>
    internal IndexSet Stuck => _seen?.Stuck ?? IndexSet.Empty;

    /// <summary>Whether elements waited at the last look; nobody having looked yet, they may.</summary>
    internal bool Waits => !_wasLookedAt || _seen is { Waiting.Count: > 0 } or { Stuck.Count: > 0 };

    /// <summary>Whether anything ran at the last look.</summary>
    internal bool HasRunning => Running.Count > 0;

    // What was given up with its host stands in the queue until that is back.
    private IndexSet Running => _unheard == 0 ? _seen?.Running ?? IndexSet.Empty
        : IndexSet.Of((_seen?.Running ?? IndexSet.Empty).Where(element => element >= Elements || !_marks[element].HasFlag(Marks.Unheard)));

    internal JobHandle Handle(string target) => new(Name, Job, target);

    /// <summary>Takes a record of how an element ended.</summary>
    internal void OnRecord(EndRecord record)
    {
        int element = record.Element;
        if (element >= Elements || _marks[element].HasFlag(Marks.Ended | Marks.Recorded))
        {
            // What ended with a record has ended that way, whatever is said of the clearing up after it.
            return;
        }

        if (record.IsLast)
        {
            _marks[element] |= Marks.Recorded;
            _leaving.Add(element);
        }
        else
        {
            _marks[element] &= ~Marks.Recorded;
            _leaving.Remove(element);
        }

        if (record.IsNormal)
        {
            _abnormal.Remove(element);
        }
        else
        {
            _abnormal[element] = new ElementEnd(element, record.Exit, record.Reason, record.Host);
        }
    }

    /// <summary>Takes a look at the queue.</summary>
    /// <param name="job">What is left of the array there; null for nothing.</param>
    /// <param name="now">When the look was begun.</param>
    /// <param name="patience">How long to wait for the records of elements that are gone; zero where there are none.</param>
    /// <returns>How long until the oldest of those is given up; null when none is waited for.</returns>
    internal TimeSpan? OnLook(QueuedJob? job, DateTimeOffset now, TimeSpan patience)
    {
        _seen = job;
        _wasLookedAt = true;
        long from = 0;
        foreach (IndexRange present in job?.Present.Ranges ?? [])
        {
            OnGone(from, Math.Min(present.First, Elements), now, patience);
            from = present.End;
        }

        OnGone(from, Elements, now, patience);

        // A record is written an instant before its element leaves the queue, and what waited at this look may have run since.
        return _leaving.Any(element => job!.Stuck.PositionOf(element) < 0) ? TimeSpan.Zero
            : _goneSince.Count == 0 ? null
            : _goneSince.Values.Min() + patience - now;
    }

    /// <summary>Elements of a set that have not ended.</summary>
    internal IndexSet OpenOf(IndexSet elements) => IndexSet.FromRanges(
        elements.Ranges
            .SelectMany(range => Enumerable.Range((int)Math.Min(range.First, Elements), (int)(Math.Min(range.End, Elements) - Math.Min(range.First, Elements))))
            .Where(element => !_marks[element].HasFlag(Marks.Ended))
            .Select(static element => new IndexRange(element, 1)));

    /// <summary>Elements were deleted: those that waited will leave no record.</summary>
    internal void OnCancelled(IndexSet elements)
    {
        foreach (long element in elements)
        {
            if (_seen is null || _seen.Running.PositionOf(element) < 0)
            {
                _marks[element] |= Marks.Cancelled;
            }
        }
    }

    /// <summary>Whether an element has not ended.</summary>
    internal bool IsOpen(int element) => element < Elements && !_marks[element].HasFlag(Marks.Ended);

    /// <summary>An element that runs was given up with its host; whatever is heard of it later is ignored.</summary>
    internal void OnUnheard(ElementEnd end)
    {
        _marks[end.Element] |= Marks.Unheard | Marks.Recorded; // deleted by force, it leaves a record of a good end
        _abnormal[end.Element] = end;
        _unheard++;
        End(end.Element);
    }

    /// <summary>The array as it stands.</summary>
    internal ArrayStatus Status(JobHandle handle) => new()
    {
        Handle = handle,
        IsKnown = true,
        Running = Running,
        Ended = _endedSet ??= IndexSet.FromRanges(
            Enumerable.Range(0, Elements).Where(element => _marks[element].HasFlag(Marks.Ended)).Select(static element => new IndexRange(element, 1))),
        Abnormal = [.. _abnormal.Values.Where(end => _marks[end.Element].HasFlag(Marks.Ended))],
    };

    private void OnGone(long from, long to, DateTimeOffset now, TimeSpan patience)
    {
        for (int element = (int)from; element < to; element++)
        {
            Marks marks = _marks[element];
            if (marks.HasFlag(Marks.Ended))
            {
                continue;
            }

            if (marks.HasFlag(Marks.Recorded))
            {
                End(element);
            }
            else if (marks.HasFlag(Marks.Cancelled))
            {
                // A start that failed before says why, and on which host.
                _abnormal.TryAdd(element, new ElementEnd(element, -1, CancelledWords));
                End(element);
            }
            else if (patience == TimeSpan.Zero)
            {
                End(element);
            }
            else if (!_goneSince.TryGetValue(element, out DateTimeOffset since))
            {
                _goneSince.Add(element, now);
            }
            else if (now - since >= patience)
            {
                // A try that ended badly before says more than nothing.
                _abnormal.TryAdd(element, new ElementEnd(element, -1, NoRecordWords));
                End(element);
            }
        }
    }

    private void End(int element)
    {
        _marks[element] |= Marks.Ended;
        _goneSince.Remove(element);
        _leaving.Remove(element);
        _ended++;
        _endedSet = null;
    }
}
