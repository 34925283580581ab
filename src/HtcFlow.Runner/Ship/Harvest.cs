using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Ship.Checkpoints;
using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>Brings the outputs and checkpoints of one attempt into the store while its command runs. Used by one thread at a time.</summary>
/// <remarks>Looking only begins uploads; <see cref="Tend"/> takes in what has ended meanwhile.</remarks>
internal sealed class Harvest
{
    /// <summary>A look at everything may take a hundredth of the time: with 200,000 files it lasts half a second.</summary>
    private const int LeastPauseInLooks = 100;

    /// <summary>The same when a deadline is near or scratch space runs out.</summary>
    private const int LeastPauseInUrgentLooks = 4;

    /// <summary>How often to begin a checkpoint anew whose files changed or whose number was taken.</summary>
    private const int MostLooksAgain = 3;

    /// <summary>Pause between looks when it is urgent, or where no events come.</summary>
    private static readonly TimeSpan s_urgent = TimeSpan.FromSeconds(1);

    private readonly HarvestPlan _plan;
    private readonly TimeProvider _time;
    private readonly Sightings _sightings;
    private readonly Sightings _given = new();
    private readonly ShipQueue _queue;
    private readonly OutputCollector _outputs;
    private readonly OutputShelf _shelf;
    private readonly CheckpointKeeper? _checkpoints;
    private readonly LocalRemoval _removal;
    private (int Asked, int Epoch) _answer;

    public Harvest(HarvestPlan plan, OutputShelf shelf, ShipQueue queue, FileGate gate, Sightings sightings, CheckpointKeeper? checkpoints, TimeProvider time)
    {
        _plan = plan;
        _time = time;
        _sightings = sightings;
        _queue = queue;
        _shelf = shelf;
        _checkpoints = checkpoints;
        _outputs = new OutputCollector(plan, shelf, queue, gate, time, OnOutput);
        _removal = new LocalRemoval(plan, shelf, time);
    }

    /// <summary>What was found wrong with single files, to explain why an output is missing.</summary>
    public IReadOnlyDictionary<string, string> Problems => _outputs.Problems;

    /// <summary>Whether no events come.</summary>
    public bool IsBlind
    {
        set => _plan.IsBlind = value;
    }

    /// <summary>Rung when <see cref="Tend"/> is due.</summary>
    public Action? Bell
    {
        set => _queue.Bell = value;
    }

    /// <summary>Notes what stands in the scratch directory before the command starts: inputs are not outputs.</summary>
    public void NoteGiven()
    {
        foreach (ScannedFile file in Scanner.Scan(_plan.Scratch))
        {
            _given.Note(file.Name, file.Status.Stamp, 0);
            _checkpoints?.NoteGiven(file);
            _sightings.Note(file.Name, file.Status.Stamp, _time.GetTimestamp());
        }
    }

    /// <summary>Looks at some files that may be finished, and into directories that are new.</summary>
    /// <param name="names">Files.</param>
    /// <param name="directories">Directories.</param>
    /// <param name="onDirectory">Told every directory before it is listed; may be null.</param>
    /// <returns>False when names alone do not do and a look at everything is due.</returns>
    public bool LookAt(IReadOnlyCollection<string> names, IReadOnlyCollection<string> directories, Action<string>? onDirectory = null)
    {
        var files = new List<ScannedFile>(names.Count);
        foreach (string directory in directories)
        {
            Scanner.Scan(_plan.Scratch, files, directory, onDirectory);
        }

        foreach (string name in names)
        {
            // A file that was created a moment ago looks finished until its writer counts; an empty one that is finished can wait for a look.
            if (FileStatus.Of(Path.Combine(_plan.Scratch, name)) is { IsDirectory: false } status && !(status.IsRegular && status.Stamp.Size == 0))
            {
                files.Add(new ScannedFile(name, status));
            }
        }

        bool isSettling = _outputs.Offer(Changed(files), new LookRules(CommandState.Running) { IsByName = true }).IsSettling;
        return !isSettling && (_checkpoints is null || !files.Exists(f => _checkpoints.IsPart(f.Name)));
    }

    /// <summary>Looks at everything.</summary>
    /// <param name="onDirectory">Told every directory before it is listed; may be null.</param>
    /// <param name="state">How far the command is.</param>
    /// <returns>Time until the next look.</returns>
    public TimeSpan Look(Action<string>? onDirectory, CommandState state)
    {
        long begun = _time.GetTimestamp();
        int asked = _plan.Progress.Asked;
        bool isForced = state != CommandState.Running || asked != _answer.Asked;
        List<ScannedFile> files = Scanner.Scan(_plan.Scratch, onDirectory);
        _sightings.KeepOnly(files);
        if (_plan.Room is { } room)
        {
            room.OwnBytes = files.Sum(f => f.Status.IsRegular ? f.Status.Stamp.Size : 0);
        }

        Found found = _outputs.Offer(Changed(files), new LookRules(state) { IsForced = isForced });
        bool isSettling = found.IsSettling;
        bool isBlocked = _checkpoints is { IsBusy: true };
        if (_checkpoints is not null && !isBlocked)
        {
            isSettling = Commit(onDirectory, state, files) || isSettling;
        }

        if (state == CommandState.Running && !_plan.IsKept)
        {
            RemoveSuperseded(files);
        }

        _plan.Progress.Backlog.Unfinished(found.Files, found.Bytes);
        if (!isBlocked && !isSettling)
        {
            // A newer checkpoint may lie there that had to wait for the one in flight, or for an output: the look after that is the answer.
            _answer = (asked, _queue.EndEpoch());
        }

        return isSettling ? FileGate.Settle : PauseAfter(_time.GetElapsedTime(begun));
    }

    /// <summary>Says once that a look is due although nothing was seen: a checkpoint was committed, or has to be begun anew.</summary>
    public bool TakeRepeated()
    {
        if (_checkpoints?.TakeRepeated() != true)
        {
            return false;
        }

        _answer = default; // what was begun may have come to nothing: only the look that is due answers
        return true;
    }

    /// <summary>Takes in what the store has acknowledged, and does what is due without a look.</summary>
    /// <returns>Time until it is due again even if nothing happens.</returns>
    public TimeSpan Tend()
    {
        _queue.Deliver();
        TimeSpan next = TimeSpan.MaxValue;
        if (_outputs.TakeClosing() is { Count: > 0 } closing)
        {
            LookAt(closing, []);
        }

        if (_outputs.TakeRestless() is { Count: > 0 } names)
        {
            LookAt(names, []);
        }

        DropReplaced();
        if (_plan.Room?.Look() is { } room && room < next)
        {
            next = room;
        }

        if (_outputs.NextClosing is { } again && again < next)
        {
            next = again;
        }

        TimeSpan removal = _removal.Remove() ?? next;
        if (_answer.Asked != 0 && _checkpoints?.IsRepeated != true && _queue.IsDone(_answer.Epoch))
        {
            _plan.Progress.Answer(_answer.Asked);
        }

        return removal < next ? removal : next;
    }

    /// <summary>Watching is over: the command may not stay held.</summary>
    public void Release() => _plan.Room?.Release();

    /// <summary>Looks at everything and waits until all that was found is acknowledged.</summary>
    /// <returns>Time until the next look.</returns>
    public async Task<TimeSpan> LookAsync(Action<string>? onDirectory, CommandState state, CancellationToken cancellationToken)
    {
        // What is in flight was found when the command ran, and may have changed since: it is looked at again when it has ended.
        _plan.Progress.Urgency.IsOver = state != CommandState.Running;
        Release();
        await DrainAsync(state, cancellationToken);
        TimeSpan next = Look(onDirectory, state);
        TimeSpan chore = await DrainAsync(state, cancellationToken);
        for (int again = 0; again < MostLooksAgain && _checkpoints?.TakeRepeated() == true; again++)
        {
            next = Look(onDirectory, state);
            chore = await DrainAsync(state, cancellationToken);
        }

        DropReplaced();
        await DrainAsync(state, cancellationToken);
        _plan.Progress.Urgency.IsOver = false;
        return chore < next ? chore : next;
    }

    private async Task<TimeSpan> DrainAsync(CommandState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan next = state == CommandState.Running ? Tend() : Deliver();
            if (_queue.IsIdle)
            {
                return next;
            }

            await _queue.ArrivalAsync().WaitAsync(cancellationToken);
        }
    }

    private TimeSpan Deliver()
    {
        _queue.Deliver();
        return TimeSpan.MaxValue;
    }

    /// <summary>Begins to commit the newest complete generation, if there is one that is new.</summary>
    /// <returns>Whether one may be complete after some time.</returns>
    private bool Commit(Action<string>? onDirectory, CommandState state, List<ScannedFile> files)
    {
        if (state == CommandState.Running && _outputs.IsResting)
        {
            return true; // the outputs before it would be left out
        }

        (Generation? generation, Readiness readiness) = _checkpoints!.Find(files, state);
        if (generation is null)
        {
            return readiness == Readiness.Settling;
        }

        // Everything that the command finished before the checkpoint is surely listed by a scan made after it was seen;
        // the manifest has to name it all, since an attempt that goes on from here does not produce it again.
        var rules = new LookRules(state) { WrittenBefore = generation.Completed, IsForced = true, IsFirst = true };
        if (_outputs.Offer(Changed(Scanner.Scan(_plan.Scratch, onDirectory)), rules).IsSettling)
        {
            return true;
        }

        _checkpoints.Begin(generation, state, _outputs.Open.Values);
        return false;
    }

    private void OnOutput(Shipment shipment, bool isAcknowledged)
    {
        if (isAcknowledged)
        {
            _removal.Expect(shipment.Name, shipment.Status.Stamp);
        }

        _checkpoints?.OutputArrived(shipment, isAcknowledged);
    }

    private void RemoveSuperseded(List<ScannedFile> files)
    {
        foreach (ScannedFile old in _checkpoints?.Superseded(files) ?? [])
        {
            _removal.Unlink(old.Name, old.Status.Stamp);
        }
    }

    /// <summary>Without checkpoints nothing names a version of an output that was replaced.</summary>
    private void DropReplaced()
    {
        if (_checkpoints is null && _shelf.TakeGarbage(1) is { Count: > 0 } garbage)
        {
            _queue.Drop(garbage);
        }
    }

    private TimeSpan PauseAfter(TimeSpan look)
    {
        bool isUrgent = _plan.Progress.Urgency.IsHigh || _plan.IsBlind;
        TimeSpan least = look * (isUrgent ? LeastPauseInUrgentLooks : LeastPauseInLooks);
        TimeSpan usual = isUrgent && s_urgent < _plan.LookEvery ? s_urgent : _plan.LookEvery;
        return least > usual ? least : usual;
    }

    private List<ScannedFile> Changed(List<ScannedFile> files)
    {
        long now = _time.GetTimestamp();
        var changed = new List<ScannedFile>(files.Count);
        foreach (ScannedFile file in files)
        {
            long growth = _sightings.GrowthTo(file.Name, file.Status.Stamp);
            bool isNews = _sightings.Note(file.Name, file.Status.Stamp, now);
            if (_given.Knows(file.Name, file.Status.Stamp))
            {
                continue;
            }

            changed.Add(file);
            if (isNews && (_plan.Outputs.IsOutput(file.Name) || _checkpoints?.IsPart(file.Name) == true))
            {
                _plan.Progress.LastGrowth = now;
                _plan.Progress.CountGrowth(growth);
            }
        }

        return changed;
    }
}
