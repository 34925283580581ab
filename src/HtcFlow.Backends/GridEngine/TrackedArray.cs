using HtcFlow.Backends.GridEngine.Replies;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.GridEngine;

/// <summary>What is known about one array: the queue says what is still there, the accounting data how the rest ended.</summary>
/// <remarks>
/// An element has ended once it is gone from the queue and its last record was read, or was waited for long enough: tasks that are deleted
/// while they wait leave none. One byte an element, and one entry for each that ended badly or waits for its record.
/// </remarks>
internal sealed class TrackedArray
{
    private const string CancelledWords = "cancelled before it started";
    private const string NoRecordWords = "it left the queue without an accounting record: deleted before it started, or the record was lost";

    private readonly Mark[] _marks;
    private readonly Dictionary<int, ElementEnd> _abnormal = [];
    private readonly Dictionary<int, DateTimeOffset> _goneSince = [];
    private int _ended;
    private IndexSet? _endedSet;
    private QueuedJob? _seen;

    internal TrackedArray(JobName name, int elements, long offset)
    {
        Name = name;
        Offset = offset;
        _marks = new Mark[elements];
    }

    [Flags]
    private enum Mark : byte
    {
        None = 0,
        Recorded = 1,
        Cancelled = 2,
        Ended = 4,
    }

    internal JobName Name { get; }

    internal int Elements => _marks.Length;

    /// <summary>Length of the accounting file when the array was sent: its records stand behind it.</summary>
    internal long Offset { get; }

    /// <summary>Number in the cell; empty while no reply was received.</summary>
    internal string Job { get; set; } = "";

    /// <summary>Whether everything has ended, so that there is nothing left to ask for.</summary>
    internal bool IsSettled => _ended == Elements;

    /// <summary>Elements that were in the error state at the last look.</summary>
    internal IndexSet Stuck => _seen?.Stuck ?? IndexSet.Empty;

    private IndexSet Running => _seen?.Running ?? IndexSet.Empty;

    internal JobHandle Handle(string target) => new(Name, Job, target);

    /// <summary>Takes a record of the accounting data.</summary>
    internal void OnRecord(AccountingRecord record)
    {
        int element = record.Element;
        if (element >= Elements)
        {
            return;
        }

        _marks[element] = record.IsLast ? _marks[element] | Mark.Recorded : _marks[element] & ~Mark.Recorded;
        if (record is { Failed: 0, Exit: 0 })
        {
            _abnormal.Remove(element);
        }
        else
        {
            _abnormal[element] = new ElementEnd(element, record.Code, record.Reason, record.Host);
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
        long from = 0;
        foreach (IndexRange present in job?.Present.Ranges ?? [])
        {
            OnGone(from, Math.Min(present.First, Elements), now, patience);
            from = present.End;
        }

        OnGone(from, Elements, now, patience);

        // A record is written an instant before its element leaves the queue.
        return Running.Any(element => element < Elements && _marks[element].HasFlag(Mark.Recorded)) ? TimeSpan.Zero
            : _goneSince.Count == 0 ? null
            : _goneSince.Values.Min() + patience - now;
    }

    /// <summary>Elements of a set that have not ended.</summary>
    internal IndexSet OpenOf(IndexSet elements) => IndexSet.FromRanges(
        elements.Ranges
            .SelectMany(range => Enumerable.Range((int)Math.Min(range.First, Elements), (int)(Math.Min(range.End, Elements) - Math.Min(range.First, Elements))))
            .Where(element => !_marks[element].HasFlag(Mark.Ended))
            .Select(static element => new IndexRange(element, 1)));

    /// <summary>Elements were deleted: those that waited will leave no record.</summary>
    internal void OnCancelled(IndexSet elements)
    {
        foreach (long element in elements)
        {
            if (_seen is null || _seen.Running.PositionOf(element) < 0)
            {
                _marks[element] |= Mark.Cancelled;
            }
        }
    }

    /// <summary>The array as it stands.</summary>
    internal ArrayStatus Status(JobHandle handle) => new()
    {
        Handle = handle,
        IsKnown = true,
        Running = Running,
        Ended = _endedSet ??= IndexSet.FromRanges(
            Enumerable.Range(0, Elements).Where(element => _marks[element].HasFlag(Mark.Ended)).Select(static element => new IndexRange(element, 1))),
        Abnormal = [.. _abnormal.Values.Where(end => _marks[end.Element].HasFlag(Mark.Ended))],
    };

    private void OnGone(long from, long to, DateTimeOffset now, TimeSpan patience)
    {
        for (int element = (int)from; element < to; element++)
        {
            Mark mark = _marks[element];
            if (mark.HasFlag(Mark.Ended))
            {
                continue;
            }

            if (mark.HasFlag(Mark.Recorded))
            {
                End(element);
            }
            else if (mark.HasFlag(Mark.Cancelled))
            {
                _abnormal[element] = new ElementEnd(element, -1, CancelledWords);
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
        _marks[element] |= Mark.Ended;
        _goneSince.Remove(element);
        _ended++;
        _endedSet = null;
    }
}
