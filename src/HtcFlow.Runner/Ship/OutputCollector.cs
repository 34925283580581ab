using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>Ships those outputs among a set of files that are finished and not yet acknowledged. Used by one thread at a time.</summary>
internal sealed class OutputCollector
{
    /// <summary>How long to leave a store alone that has just failed for a good while.</summary>
    private static readonly TimeSpan s_afterFault = TimeSpan.FromSeconds(10);

    private readonly HarvestPlan _plan;
    private readonly OutputShelf _shelf;
    private readonly ShipQueue _queue;
    private readonly FileGate _gate;
    private readonly TimeProvider _time;
    private readonly Action<Shipment, bool> _ended;
    private readonly Dictionary<string, Shipment> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);
    private readonly RestlessFiles _restless;
    private readonly ClosingFiles _closing;
    private long _failed;
    private bool _isKilled;

    /// <summary>Creates a collector.</summary>
    /// <param name="plan">What to harvest.</param>
    /// <param name="shelf">Receives what is acknowledged.</param>
    /// <param name="queue">Uploads.</param>
    /// <param name="gate">Judges what is finished.</param>
    /// <param name="time">Clock.</param>
    /// <param name="ended">Told every upload that has ended, and whether it was acknowledged.</param>
    public OutputCollector(
        HarvestPlan plan, OutputShelf shelf, ShipQueue queue, FileGate gate, TimeProvider time, Action<Shipment, bool> ended)
    {
        _plan = plan;
        _shelf = shelf;
        _queue = queue;
        _gate = gate;
        _time = time;
        _ended = ended;
        _restless = new RestlessFiles(time);
        _closing = new ClosingFiles(time);
    }

    /// <summary>What was found wrong, by file.</summary>
    public IReadOnlyDictionary<string, string> Problems => _problems;

    /// <summary>Uploads that have not ended, by name.</summary>
    public IReadOnlyDictionary<string, Shipment> Open => _open;

    /// <summary>Whether the store has just failed, so that nothing is offered to it for a moment.</summary>
    public bool IsResting => _failed != 0 && _time.GetElapsedTime(_failed) < s_afterFault;

    /// <summary>Time until a file that had a writer is worth another look; null when there is none.</summary>
    public TimeSpan? NextClosing => _closing.Next;

    /// <summary>Takes the names of files that had a writer and may have none any more.</summary>
    public List<string> TakeClosing() => _closing.TakeDue();

    /// <summary>Takes the names of files that changed while they were shipped and are worth another look now.</summary>
    public List<string> TakeRestless() => _restless.TakeDue();

    /// <summary>Begins to ship what is ready.</summary>
    /// <param name="files">Files that were not given to the command.</param>
    /// <param name="look">What is looked for.</param>
    /// <returns>Whether an output will only be ready after some time, and what is there but not finished.</returns>
    public Found Offer(List<ScannedFile> files, LookRules look)
    {
        _isKilled = look.State == CommandState.Killed;
        if (look.State == CommandState.Running && IsResting)
        {
            return new Found(look.IsForCheckpoint, 0, 0); // the command goes on computing; what it makes waits on the disk
        }

        var found = new Found(false, 0, 0);
        foreach (ScannedFile entry in files)
        {
            if (_plan.Outputs.IsOutput(entry.Name) && Locate(entry) is { } located && !_shelf.Holds(entry.Name, located.File.Status.Stamp))
            {
                found = found.And(Offer(located.File, located.Path, look));
            }
        }

        return found;
    }

    private Found Offer(ScannedFile file, string path, LookRules look)
    {
        var nothing = new Found(false, 0, 0);
        if (_open.TryGetValue(file.Name, out Shipment? open))
        {
            _restless.Note(file.Name, open.Status.Stamp != file.Status.Stamp);
            return nothing;
        }

        // A checkpoint has to own all outputs before it, also those that are better left alone otherwise.
        if (look.State == CommandState.Running && !look.IsForced && (_restless.IsTooSoon(file.Name) || IsTooSoon(_shelf.Find(file.Name))))
        {
            return nothing;
        }

        switch (_gate.Judge(path, file.Name, look.State))
        {
            case Readiness.Ready:
                _closing.Forget(file.Name);
                Ship(file, path, look);
                return nothing;
            case Readiness.Settling:
                return new Found(file.Status.Stamp.Modified <= look.WrittenBefore, 1, file.Status.Stamp.Size);
            case Readiness.Writing:
                if (look.IsByName)
                {
                    _closing.Note(file.Name);
                }

                return new Found(false, 1, file.Status.Stamp.Size);
            default:
                return nothing;
        }
    }

    private void Ship(ScannedFile file, string path, LookRules look)
    {
        string key = _plan.Keys.Output(file.Name, _shelf.NextVersion(file.Name));
        if (_plan.Keys.ProblemOf(key) is { } problem)
        {
            _problems[file.Name] = problem;
            return;
        }

        var shipment = new Shipment(path, file.Name, key, file.Status, look.State == CommandState.Running, Arrived) { Epoch = _queue.Epoch };
        _open.Add(file.Name, shipment);
        _queue.Add(shipment, look.IsFirst);
    }

    /// <summary>A log that is appended to again and again is not shipped at each close, but ever more rarely: the whole goes every time.</summary>
    private bool IsTooSoon(ShelfEntry? shipped) =>
        shipped is { Version: > 0, Stored.Bytes: > 0 } && _time.GetElapsedTime(shipped.Shipped) < RestlessFiles.PauseAfter(shipped.Version);

    private void Arrived(Shipment shipment, Task<StoredFile?> ended)
    {
        _open.Remove(shipment.Name);
        StoredFile? stored;
        try
        {
            stored = ended.GetAwaiter().GetResult();
        }
        catch (FaultException e) when (shipment.IsGuarded && e.Kind is (FaultKind.Transient or FaultKind.Throttled))
        {
            _failed = _time.GetTimestamp();
            _ended(shipment, false);
            return;
        }

        if (stored is null)
        {
            _restless.Note(shipment.Name, true);
            if (!shipment.IsGuarded)
            {
                _problems[shipment.Name] = "it kept changing after the command had ended";
            }

            _ended(shipment, false);
            return;
        }

        _failed = 0;
        long now = _time.GetTimestamp();
        _shelf.Put(stored, shipment.Status.Stamp, now, shipment.IsGuarded || !_isKilled || shipment.Status.Stamp.IsRenamed);
        _problems.Remove(shipment.Name);
        _restless.Calm(shipment.Name);
        _plan.Progress.CountShipped();
        _plan.Progress.LastGrowth = now;
        _ended(shipment, true);
    }

    /// <summary>Finds the regular file behind an entry; null, with a problem noted, when there is none that may be shipped.</summary>
    private (ScannedFile File, string Path)? Locate(ScannedFile entry)
    {
        string path = Path.Combine(_plan.Scratch, entry.Name);
        if (entry.Status == default)
        {
            _problems[entry.Name] = "its name is not valid UTF-8";
            return null;
        }

        if (entry.Status.IsLink)
        {
            string? target = LinkTarget.Within(_plan.Scratch, path);
            if (target is null || FileStatus.Of(target) is not { IsRegular: true } status)
            {
                _problems[entry.Name] = "it is a symbolic link that leads outside of the scratch directory or nowhere";
                return null;
            }

            return (entry with { Status = status }, target);
        }

        if (!entry.Status.IsRegular)
        {
            _problems[entry.Name] = "it is not a regular file";
            return null;
        }

        return (entry, path);
    }
}
