using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>Frees scratch space: removes local copies that the store holds and nobody seems to need.</summary>
internal sealed class LocalRemoval
{
    /// <summary>When to try again with a file that has a second name or a writer just now.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);

    private readonly HarvestPlan _plan;
    private readonly OutputShelf _shelf;
    private readonly TimeProvider _time;
    private readonly PriorityQueue<(string Name, FileStamp Stamp), long> _due = new();

    public LocalRemoval(HarvestPlan plan, OutputShelf shelf, TimeProvider time)
    {
        _plan = plan;
        _shelf = shelf;
        _time = time;
    }

    /// <summary>Notes an output that was acknowledged just now.</summary>
    public void Expect(string name, FileStamp stamp)
    {
        if (!_plan.IsKept)
        {
            Enqueue(name, stamp, _plan.RemovalDelay);
        }
    }

    /// <summary>Removes what is due, or everything that may go when space runs out.</summary>
    /// <returns>Time until the next removal is due; null when none is foreseen.</returns>
    public TimeSpan? Remove()
    {
        long now = _time.GetTimestamp();
        List<(string Name, FileStamp Stamp)>? later = null;
        while (_due.TryPeek(out (string Name, FileStamp Stamp) file, out long due) && (due <= now || _plan.Progress.Urgency.IsScratchFilling))
        {
            _due.Dequeue();

            // A program that appends by opening its file again and again must not find it gone in between.
            if (_shelf.Find(file.Name) is { IsGrowing: false } entry && entry.Stamp == file.Stamp && !Unlink(file.Name, file.Stamp))
            {
                (later ??= []).Add(file);
            }
        }

        later?.ForEach(f => Enqueue(f.Name, f.Stamp, s_again));
        return _due.TryPeek(out _, out long next) ? _time.GetElapsedTime(now, Math.Max(now, next)) : null;
    }

    /// <summary>Removes a file if it still is as it was and nobody else has a name for it or writes to it.</summary>
    /// <returns>False when it is worth trying again.</returns>
    public bool Unlink(string name, FileStamp stamp)
    {
        string path = Path.Combine(_plan.Scratch, name);
        if (FileStatus.Of(path) is not { IsRegular: true } now || now.Stamp != stamp)
        {
            return true;
        }

        return now.Links == 1 && WriterCheck.Of(path) != WriterState.Open && FileCalls.Unlink(path) == 0;
    }

    private void Enqueue(string name, FileStamp stamp, TimeSpan wait) =>
        _due.Enqueue((name, stamp), _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency));
}
