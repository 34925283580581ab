using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Restore;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>Recognises complete checkpoint generations, commits them to the store, and lets old ones go.</summary>
internal sealed class CheckpointKeeper
{
    private readonly HarvestPlan _plan;
    private readonly CheckpointSpec _spec;
    private readonly OutputShelf _shelf;
    private readonly CheckpointStore _store;
    private readonly Uploader _uploader;
    private readonly FileGate _gate;
    private readonly Glob[] _globs;
    private readonly Glob? _commitOn;
    private readonly Dictionary<string, FileStamp> _done = new(StringComparer.Ordinal);
    private long _newest;

    public CheckpointKeeper(HarvestPlan plan, CheckpointSpec spec, OutputShelf shelf, CheckpointStore store, Uploader uploader, FileGate gate)
    {
        _plan = plan;
        _spec = spec;
        _shelf = shelf;
        _store = store;
        _uploader = uploader;
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

    /// <summary>Finds the newest generation that is complete and not yet committed.</summary>
    /// <returns>The generation, or null; and Settling when one may be complete after some time.</returns>
    public (Generation? Found, Readiness Readiness) Find(List<ScannedFile> files, CommandState state)
    {
        List<ScannedFile> parts = files.FindAll(f => f.Status.IsRegular && IsPart(f.Name));
        List<ScannedFile> fresh = parts.FindAll(f => !_done.TryGetValue(f.Name, out FileStamp stamp) || stamp != f.Status.Stamp);

        // What a killed command was writing to looks finished; only a file that was renamed into place surely is.
        fresh.RemoveAll(f => state == CommandState.Killed && !f.Status.Stamp.IsRenamed);
        fresh.Sort((a, b) => (b.Status.Stamp.Modified, b.Name).CompareTo((a.Status.Stamp.Modified, a.Name)));
        return _commitOn is null ? NewestOf(fresh, state) : SetOf(parts, fresh.Find(f => _commitOn.Matches(f.Name)), state);
    }

    /// <summary>Ships a generation and makes it valid.</summary>
    /// <returns>False when a file changed meanwhile; nothing was committed then.</returns>
    public async Task<bool> CommitAsync(Generation generation, CommandState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            int sequence = _store.NextSequence();
            var stored = new List<StoredFile>();
            foreach (ScannedFile file in generation.Files)
            {
                string path = Path.Combine(_plan.Scratch, file.Name);
                string key = _plan.Keys.CheckpointFile(sequence, file.Name);
                _plan.Progress.Backlog.Wait(file.Status.Stamp.Size);
                if (await _uploader.ShipAsync(path, file.Name, key, file.Status, _plan.Progress.Backlog, cancellationToken) is not { } shipped)
                {
                    return false;
                }

                stored.Add(shipped);
            }

            IReadOnlyList<StoredFile> outputs = state == CommandState.Killed ? _shelf.FilesUpTo(generation.Written) : _shelf.Files;
            if (await _store.CommitAsync(sequence, stored, outputs, _plan.Build, cancellationToken))
            {
                break;
            }
        }

        foreach (ScannedFile file in generation.Files)
        {
            _done[file.Name] = file.Status.Stamp;
        }

        _newest = Math.Max(_newest, generation.Written);
        _plan.Progress.Backlog.CheckpointBytes = generation.Files.Sum(f => f.Status.Stamp.Size);
        _plan.Progress.CountCommit();
        await _store.ForgetOldAsync(_spec.Keep, cancellationToken);
        return true;
    }

    /// <summary>Local files of generations older than the newest committed one, which is kept for a restart in place.</summary>
    public IEnumerable<ScannedFile> Superseded(List<ScannedFile> files) => _commitOn is not null || _newest == 0
        ? []
        : files.Where(f => f.Status.IsRegular && IsPart(f.Name) && f.Status.Stamp.Modified < _newest);

    /// <summary>Every file is a generation: only the newest is worth shipping, what came before it is superseded already.</summary>
    private (Generation? Found, Readiness Readiness) NewestOf(List<ScannedFile> newestFirst, CommandState state)
    {
        Readiness waiting = Readiness.Ready;
        foreach (ScannedFile file in newestFirst)
        {
            if (file.Status.Stamp.Modified < _newest)
            {
                break;
            }

            (Generation? found, Readiness readiness) = WhenAllReady([file], state);
            if (found is not null)
            {
                return (found, Readiness.Ready);
            }

            waiting = readiness == Readiness.Settling ? readiness : waiting;
        }

        return (null, waiting);
    }

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
        return (new Generation(parts, parts.Max(f => f.Status.Stamp.Modified)), Readiness.Ready);
    }
}
