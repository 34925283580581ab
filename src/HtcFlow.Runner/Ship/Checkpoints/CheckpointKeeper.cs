using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Restore;
using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship.Checkpoints;

/// <summary>Recognises complete checkpoint generations, commits them to the store, and lets old ones go.</summary>
internal sealed class CheckpointKeeper
{
    private readonly HarvestPlan _plan;
    private readonly CheckpointSpec _spec;
    private readonly OutputShelf _shelf;
    private readonly CheckpointStore _store;
    private readonly ShipQueue _queue;
    private readonly FileGate _gate;
    private readonly Glob[] _globs;
    private readonly Glob? _commitOn;
    private readonly Dictionary<string, FileStamp> _done = new(StringComparer.Ordinal);
    private long _newest;
    private Commitment? _commitment;
    private bool _isRepeated;

    public CheckpointKeeper(HarvestPlan plan, CheckpointSpec spec, OutputShelf shelf, CheckpointStore store, ShipQueue queue, FileGate gate)
    {
        _plan = plan;
        _spec = spec;
        _shelf = shelf;
        _store = store;
        _queue = queue;
        _gate = gate;
        _globs = [.. spec.Files.Select(Glob.Parse)];
        _commitOn = spec.CommitOn.Length > 0 ? Glob.Parse(spec.CommitOn) : null;
    }

    /// <summary>Says whether a file belongs to checkpoints.</summary>
    public bool IsPart(string name) => _commitOn?.Matches(name) == true || _globs.Any(g => g.Matches(name));

    /// <summary>Notes what stands there before the command starts: a restored checkpoint is none of its own.</summary>
    public void NoteGiven(ScannedFile file)
    {
        if (IsPart(file.Name))
        {
            _done[file.Name] = file.Status.Stamp;
        }
    }

    /// <summary>Whether a generation is on its way; the next one waits for it.</summary>
    public bool IsBusy => _commitment is not null;

    /// <summary>Whether <see cref="TakeRepeated"/> will say so.</summary>
    public bool IsRepeated => _isRepeated;

    /// <summary>Says once that a commitment is over, well or not, so that another look is due.</summary>
    public bool TakeRepeated()
    {
        bool isRepeated = _isRepeated;
        _isRepeated = false;
        return isRepeated;
    }

    /// <summary>Finds the newest generation that is complete and not yet committed.</summary>
    /// <returns>The generation, or null; and Settling when one may be complete after some time.</returns>
    public (Generation? Found, Readiness Readiness) Find(List<ScannedFile> files, CommandState state)
    {
        List<ScannedFile> parts = files.FindAll(f => f.Status.IsRegular && IsPart(f.Name));
        List<ScannedFile> fresh = parts.FindAll(f => !_done.TryGetValue(f.Name, out FileStamp stamp) || stamp != f.Status.Stamp);

        // What a killed command was writing to looks finished; only a file that was renamed into place surely is.
        fresh.RemoveAll(f => state == CommandState.Killed && !f.Status.Stamp.IsRenamed);
        fresh.Sort((a, b) => AgeOf(b).CompareTo(AgeOf(a)));
        return _commitOn is null ? NewestOf(fresh, state) : SetOf(parts, fresh.Find(f => _commitOn.Matches(f.Name)), state);
    }

    /// <summary>Begins to ship a generation; its manifest follows when everything that it names is acknowledged.</summary>
    /// <param name="generation">A generation that was found.</param>
    /// <param name="state">How far the command is.</param>
    /// <param name="outputs">Uploads of outputs in flight.</param>
    public void Begin(Generation generation, CommandState state, IEnumerable<Shipment> outputs)
    {
        var awaited = outputs.Where(s => s.Status.Stamp.Modified <= generation.Completed).ToHashSet();
        var commitment = new Commitment(generation, _store.NextSequence(), state, awaited, _queue.Epoch) { Begun = _plan.Progress.CountBegun() };
        _commitment = commitment;
        foreach (ScannedFile file in generation.Files)
        {
            string path = Path.Combine(_plan.Scratch, file.Name);
            string key = _plan.Keys.CheckpointFile(commitment.Sequence, file.Name);
            bool isGuarded = state == CommandState.Running;
            _queue.Add(
                new Shipment(path, file.Name, key, file.Status, isGuarded, (_, ended) => Arrived(commitment, ended)) { Epoch = commitment.Epoch },
                first: true);
        }

        _queue.Promote(awaited.Contains);
    }

    /// <summary>Says that the upload of an output has ended, well or not.</summary>
    /// <param name="shipment">The upload.</param>
    /// <param name="isAcknowledged">Whether the store has it.</param>
    public void OutputArrived(Shipment shipment, bool isAcknowledged)
    {
        if (_commitment is { } commitment && commitment.Awaited.Remove(shipment))
        {
            commitment.IsTorn |= !isAcknowledged;
            SealWhenComplete(commitment);
        }
    }

    private void Arrived(Commitment commitment, Task<StoredFile?> ended)
    {
        commitment.Left--;
        if (Result(ended, commitment) is { } stored)
        {
            commitment.Stored.Add(stored);
        }
        else
        {
            commitment.IsTorn = true;
        }

        SealWhenComplete(commitment);
    }

    private void SealWhenComplete(Commitment commitment)
    {
        if (commitment.Left > 0 || commitment.IsSealing || (commitment.Awaited.Count > 0 && !commitment.IsTorn))
        {
            return;
        }

        if (commitment.IsTorn)
        {
            _commitment = null;
            _isRepeated = true;
            return;
        }

        commitment.IsSealing = true;
        commitment.Seal = ++_shelf.Manifests;
        IReadOnlyList<StoredFile> outputs = _shelf.OwnedAt(commitment.Generation.Written);
        StoredFile[] stored = [.. commitment.Stored.OrderBy(f => f.Name, StringComparer.Ordinal)];
        _queue.Run(commitment.Epoch, () => SealAsync(commitment, stored, outputs), sealing => Sealed(commitment, sealing));
    }

    private async Task<bool> SealAsync(Commitment commitment, IReadOnlyList<StoredFile> stored, IReadOnlyList<StoredFile> outputs)
    {
        if (!await _store.CommitAsync(commitment.Sequence, stored, outputs, _plan.Build, CancellationToken.None))
        {
            return false;
        }

        _plan.Progress.Backlog.CheckpointBytes = stored.Sum(f => f.Bytes);
        _plan.Progress.CountCommit(commitment.Begun);
        try
        {
            await _store.ForgetOldAsync(_spec.Keep, CancellationToken.None);
        }
        catch (FaultException)
        {
            // The generation counts all the same; what is left over goes after the next one.
        }

        return true;
    }

    private void Sealed(Commitment commitment, Task<bool> sealing)
    {
        _commitment = null;
        _isRepeated = true; // for what came meanwhile, and to remove what is superseded now
        if (!Result(sealing, commitment))
        {
            return;
        }

        foreach (ScannedFile file in commitment.Generation.Files.Concat(commitment.Generation.Older))
        {
            _done[file.Name] = file.Status.Stamp;
        }

        _newest = Math.Max(_newest, commitment.Generation.Written);
        if (_shelf.Seal(commitment.Seal, _spec.Keep) is { Count: > 0 } garbage)
        {
            _queue.Drop(garbage); // versions of outputs that no kept manifest names
        }
    }

    /// <summary>What a task gave; the default when the store failed for some time while the command goes on computing.</summary>
    private static T? Result<T>(Task<T> ended, Commitment commitment)
    {
        try
        {
            return ended.GetAwaiter().GetResult();
        }
        catch (FaultException e) when (commitment.State == CommandState.Running && e.Kind is (FaultKind.Transient or FaultKind.Throttled))
        {
            return default;
        }
    }

    /// <summary>Local files of generations older than the newest committed one, which is kept for a restart in place.</summary>
    public IEnumerable<ScannedFile> Superseded(List<ScannedFile> files) => _commitOn is not null || _newest == 0
        ? []
        : files.Where(f => f.Status.IsRegular && IsPart(f.Name) && f.Status.Stamp.Modified < _newest);

    /// <summary>Every file is a generation: only the newest is worth shipping, what came before it is superseded already.</summary>
    private (Generation? Found, Readiness Readiness) NewestOf(List<ScannedFile> newestFirst, CommandState state)
    {
        Readiness waiting = Readiness.Ready;
        for (int i = 0; i < newestFirst.Count; i++)
        {
            ScannedFile file = newestFirst[i];
            if (file.Status.Stamp.Modified < _newest)
            {
                break;
            }

            (Generation? found, Readiness readiness) = WhenAllReady([file], state);
            if (found is not null)
            {
                return (found with { Older = newestFirst[(i + 1)..] }, Readiness.Ready);
            }

            waiting = readiness == Readiness.Settling ? readiness : waiting;
        }

        return (null, waiting);
    }

    /// <summary>Of files of the same time the one with the higher number is the newer: state-10 comes after state-9.</summary>
    private static (long Modified, long Changed, int Length, string Name) AgeOf(ScannedFile file) =>
        (file.Status.Stamp.Modified, file.Status.Stamp.Changed, file.Name.Length, file.Name);

    /// <summary>The file that completes a set is there: the set counts unless one of its files belongs to the next set already.</summary>
    private (Generation? Found, Readiness Readiness) SetOf(List<ScannedFile> parts, ScannedFile marker, CommandState state)
    {
        bool isWhole = marker.Name is not null && parts.TrueForAll(f => f.Status.Stamp.Modified <= marker.Status.Stamp.Changed);
        return isWhole ? WhenAllReady(parts, state) : (null, Readiness.Ready);
    }

    private (Generation? Found, Readiness Readiness) WhenAllReady(List<ScannedFile> parts, CommandState state)
    {
        foreach (ScannedFile file in parts)
        {
            Readiness readiness = _gate.Judge(Path.Combine(_plan.Scratch, file.Name), file.Name, state);
            if (readiness != Readiness.Ready)
            {
                return (null, readiness);
            }
        }

        parts.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return (new Generation(parts, parts.Max(f => f.Status.Stamp.Modified), parts.Max(f => f.Status.Stamp.Changed)), Readiness.Ready);
    }
}
