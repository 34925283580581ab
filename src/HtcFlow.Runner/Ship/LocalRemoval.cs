using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>Frees scratch space: removes local copies that the store holds and nobody seems to need.</summary>
internal sealed class LocalRemoval
{
    private readonly HarvestPlan _plan;
    private readonly OutputShelf _shelf;
    private readonly CheckpointKeeper? _checkpoints;
    private readonly TimeProvider _time;

    public LocalRemoval(HarvestPlan plan, OutputShelf shelf, CheckpointKeeper? checkpoints, TimeProvider time)
    {
        _plan = plan;
        _shelf = shelf;
        _checkpoints = checkpoints;
        _time = time;
    }

    /// <summary>Removes what may go.</summary>
    /// <param name="files">What was just scanned.</param>
    /// <returns>Time until the next removal may be due; null when none is foreseen.</returns>
    public TimeSpan? Remove(List<ScannedFile> files)
    {
        TimeSpan? next = null;
        var present = files.ToDictionary(f => f.Name, f => f.Status, StringComparer.Ordinal);
        foreach (ShelfEntry entry in _shelf.Entries)
        {
            string name = entry.Stored.Name;
            if (entry.IsGrowing || !present.TryGetValue(name, out FileStatus status) || entry.Stamp != status.Stamp
                || !status.IsRegular || _checkpoints?.IsPart(name) == true)
            {
                continue;
            }

            // A program that appends by opening its file again and again must not find it gone in between.
            TimeSpan wait = _plan.RemovalDelay - _time.GetElapsedTime(entry.Shipped);
            if (wait <= TimeSpan.Zero)
            {
                Unlink(name, status.Stamp);
            }
            else
            {
                next = next < wait ? next : wait;
            }
        }

        foreach (ScannedFile old in _checkpoints?.Superseded(files) ?? [])
        {
            Unlink(old.Name, old.Status.Stamp);
        }

        return next;
    }

    private void Unlink(string name, FileStamp stamp)
    {
        string path = Path.Combine(_plan.Scratch, name);
        if (WriterCheck.Of(path) != WriterState.Open && FileStatus.Of(path) is { Links: 1 } now && now.Stamp == stamp)
        {
            _ = FileCalls.Unlink(path);
        }
    }
}
