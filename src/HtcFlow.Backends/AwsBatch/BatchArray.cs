using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.AwsBatch;

/// <summary>What is known of one array: the counters of its summary, and the children that had to be named.</summary>
/// <remarks>
/// A summary counts children without naming them, and naming costs a call for 100. Those that failed are named when some have left no ledger key: at the
/// end of the array, and before it the more rarely the more there are. Those that run are named when they fit into one page, now and then: there are the stragglers.
/// Each such look is a call, and a campaign may have a hundred thousand arrays of three: an array has as many looks at the usual interval as it has pages, each
/// further one waits twice as long, and what the counters say by themselves is not asked.
/// </remarks>
/// <param name="handle">Its handle.</param>
/// <param name="elements">Number of its elements; 0 until the service has told it.</param>
/// <param name="since">When it was first heard of.</param>
internal sealed class BatchArray(JobHandle handle, int elements, DateTimeOffset since)
{
    private const int PageSize = ListQuery.MaxPage;

    // 5 minutes x 2^6 are five hours, within which whoever is still there is worth another call.
    private const int MostDoublings = 6;

    // Names that come in pieces are tried again in pieces, each of which is an array with calls of its own.
    private static readonly TimeSpan s_soonest = TimeSpan.FromMinutes(2);

    // A summary catches up within seconds; an array whose state is final and whose summary is not for so long has no better one.
    private static readonly TimeSpan s_summaryLag = TimeSpan.FromMinutes(2);

    private readonly Dictionary<int, ElementEnd> _failed = [];
    private DateTimeOffset _listedAt = since;
    private DateTimeOffset? _runningAt;
    private int _runningLooks;
    private DateTimeOffset? _finalSince;
    private DateTimeOffset? _missedSince;
    private IndexSet _running = IndexSet.Empty;
    private IndexSet _named = IndexSet.Empty;
    private long _missing;
    private long _explained;
    private bool _isJustNamed;
    private bool _isAccounted;
    private int _finalLooks;
    private bool _isPlain;

    /// <summary>Its handle.</summary>
    internal JobHandle Handle => handle;

    /// <summary>Number of its elements.</summary>
    internal int Elements { get; private set; } = elements;

    /// <summary>Its counters at the last look.</summary>
    internal ElementTally Tally { get; private set; }

    /// <summary>Whether all of its elements have ended and everything is known that will ever be.</summary>
    internal bool IsSettled { get; private set; }

    /// <summary>Whether the service knows it, as far as that can be said.</summary>
    internal bool IsKnown { get; private set; } = true;

    /// <summary>Elements of which keys were found, at the last look at its ledger.</summary>
    internal long Accounted { get; private set; }

    /// <summary>Ended elements that have left no key and were not named.</summary>
    internal long Unexplained => Math.Max(0, _missing - _explained);

    /// <summary>Calls that naming the children that failed takes.</summary>
    internal int FailedPages => (Tally.Failed + PageSize - 1) / PageSize;

    private bool IsFinal => _finalLooks > 0;

    // Of more than a page nobody wants the names at each look.
    private bool AllRun => Tally.Running == Elements && Elements <= PageSize;

    /// <summary>Takes in what the service tells.</summary>
    internal void OnSeen(JobDetail detail, DateTimeOffset now)
    {
        IsKnown = true;
        _missedSince = null;
        _isPlain = detail.ArrayProperties?.Size is null;
        Elements = detail.ArrayProperties?.Size ?? 1;
        ElementTally tally = AwsBatchReplies.TallyOf(detail);

        // Summaries may go back for a moment; what has ended has ended.
        Tally = tally with { Succeeded = Math.Max(tally.Succeeded, Tally.Succeeded), Failed = Math.Max(tally.Failed, Tally.Failed) };
        _runningAt ??= Tally.Running > 0 ? now : null;
        bool isEnded = detail.Status is JobStatus.Succeeded or JobStatus.Failed;
        _finalSince = isEnded ? _finalSince ?? now : null;
        _finalLooks += Tally.Ended >= Elements || (isEnded && now - _finalSince >= s_summaryLag) ? 1 : 0;
        if (_isPlain && Tally.Failed > 0)
        {
            NameFailed([AwsBatchReplies.EndOf(detail)], now);
        }

        // The first look at a finished array only counts: the listing of its ledger that follows says whether anybody is missing.
        IsSettled = IsFinal && (_isPlain || _failed.Count >= Tally.Failed || (_isAccounted && _missing == 0));
    }

    /// <summary>Takes in that the service does not show it.</summary>
    internal void OnMissed(DateTimeOffset now, TimeSpan lag)
    {
        _missedSince ??= now;
        IsKnown = now - _missedSince < lag;
    }

    /// <summary>Takes in what its ledger tells.</summary>
    internal void Account(long ended, long accounted)
    {
        Accounted = accounted;
        _missing = Math.Max(0, ended - accounted);

        // The ledger is listed right after ends were named: what is missing there is among them.
        _explained = _isJustNamed ? _missing : _explained;
        _isJustNamed = false;
        _isAccounted = IsFinal && ended >= Elements;
    }

    /// <summary>Whether the children that failed are worth naming now.</summary>
    internal bool IsTimeToNameFailed(DateTimeOffset now, TimeSpan after)
    {
        if (_isPlain || IsSettled || Tally.Failed <= _failed.Count)
        {
            return false;
        }

        return IsFinal ? _isAccounted || _finalLooks > 1
            : _missing > 0 && now - _listedAt >= after * FailedPages;
    }

    /// <summary>Whether they are worth naming although it is not time yet: the sooner, the more of them nobody can tell of, at equal calls.</summary>
    internal bool IsWorthNamingFailed(DateTimeOffset now, TimeSpan after)
    {
        if (_isPlain || IsFinal || Tally.Failed <= _failed.Count || Unexplained == 0)
        {
            return false;
        }

        TimeSpan wait = after * FailedPages / Unexplained;
        return now - _listedAt >= (wait > s_soonest ? wait : s_soonest);
    }

    /// <summary>Takes in the children that failed.</summary>
    internal void NameFailed(IEnumerable<ElementEnd> ends, DateTimeOffset now)
    {
        foreach (ElementEnd end in ends)
        {
            _failed[end.Element] = end;
        }

        _listedAt = now;
        _isJustNamed = true;
        _named = IndexSet.Of(_failed.Keys.Select(static element => (long)element));
        IsSettled = IsFinal;
    }

    /// <summary>Whether the children that run are worth naming now.</summary>
    internal bool IsTimeToNameRunning(DateTimeOffset now, TimeSpan after)
    {
        int doublings = Math.Clamp(_runningLooks - (Elements / PageSize), 0, MostDoublings);
        return !_isPlain && !IsFinal && Tally.Running is > 0 and <= PageSize && !AllRun && now - _runningAt >= after * (1 << doublings);
    }

    /// <summary>Takes in the children that run.</summary>
    internal void NameRunning(IEnumerable<long> running, DateTimeOffset now)
    {
        _running = IndexSet.Of(running);
        _runningAt = now;
        _runningLooks++;
    }

    /// <summary>What is known of it.</summary>
    internal ArrayStatus Status()
    {
        IndexSet running = IsFinal || Tally.Running == 0 ? IndexSet.Empty : AllRun ? IndexSet.Range(0, Elements) : _running;
        return new ArrayStatus
        {
            Handle = handle,
            IsKnown = IsKnown,
            Running = running,
            RunningCount = Tally.Running,
            Ended = IsSettled ? IndexSet.Range(0, Elements) : _named,
            EndedCount = IsFinal ? Elements : Tally.Ended,
            Abnormal = [.. _failed.Values],
        };
    }
}
