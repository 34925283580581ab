using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>Brings the outputs and checkpoints of one attempt into the store while its command runs. Used by one thread at a time.</summary>
internal sealed class Harvest
{
    private readonly HarvestPlan _plan;
    private readonly TimeProvider _time;
    private readonly Sightings _sightings;
    private readonly Sightings _given = new();
    private readonly OutputCollector _outputs;
    private readonly CheckpointKeeper? _checkpoints;
    private readonly LocalRemoval _removal;

    public Harvest(
        HarvestPlan plan, OutputShelf shelf, Uploader uploader, FileGate gate, Sightings sightings, CheckpointKeeper? checkpoints, TimeProvider time)
    {
        _plan = plan;
        _time = time;
        _sightings = sightings;
        _checkpoints = checkpoints;
        _outputs = new OutputCollector(plan, shelf, uploader, gate, time);
        _removal = new LocalRemoval(plan, shelf, checkpoints, time);
    }

    /// <summary>What was found wrong with single files, to explain why an output is missing.</summary>
    public IReadOnlyDictionary<string, string> Problems => _outputs.Problems;

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

    /// <summary>Looks at some files that may be finished.</summary>
    /// <returns>False when names alone do not do and a look at everything is due.</returns>
    public async Task<bool> LookAtAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var files = new List<ScannedFile>();
        foreach (string name in names)
        {
            if (_checkpoints?.IsPart(name) == true)
            {
                return false;
            }

            if (FileStatus.Of(Path.Combine(_plan.Scratch, name)) is { IsDirectory: false } status)
            {
                files.Add(new ScannedFile(name, status));
            }
        }

        return await _outputs.ShipAsync(Changed(files), long.MaxValue, CommandState.Running, cancellationToken) == Readiness.Ready;
    }

    /// <summary>Looks at everything.</summary>
    /// <param name="onDirectory">Told every directory before it is listed; may be null.</param>
    /// <param name="state">How far the command is.</param>
    /// <param name="cancellationToken">Ends transfers.</param>
    /// <returns>Time until the next look.</returns>
    public async Task<TimeSpan> LookAsync(Action<string>? onDirectory, CommandState state, CancellationToken cancellationToken)
    {
        List<ScannedFile> files = Scanner.Scan(_plan.Scratch, onDirectory);
        Readiness readiness = await _outputs.ShipAsync(Changed(files), long.MaxValue, state, cancellationToken);
        if (_checkpoints is not null)
        {
            (Generation? generation, Readiness part) = _checkpoints.Find(files, state);
            readiness = part == Readiness.Settling ? part : readiness;
            if (generation is not null)
            {
                // Everything that the command finished before the checkpoint is surely listed by a scan made after it was seen;
                // the manifest has to name it all, since an attempt that goes on from here does not produce it again.
                files = Scanner.Scan(_plan.Scratch, onDirectory);
                Readiness older = await _outputs.ShipAsync(Changed(files), generation.Written, state, cancellationToken);
                if (older == Readiness.Settling || !await _checkpoints.CommitAsync(generation, state, cancellationToken))
                {
                    readiness = Readiness.Settling;
                }
            }
        }

        TimeSpan? removal = state != CommandState.Running ? null : _removal.Remove(files);
        TimeSpan next = readiness == Readiness.Settling ? FileGate.Settle : _plan.LookEvery;
        return removal < next ? removal.Value : next;
    }

    private List<ScannedFile> Changed(List<ScannedFile> files)
    {
        long now = _time.GetTimestamp();
        var changed = new List<ScannedFile>(files.Count);
        foreach (ScannedFile file in files)
        {
            bool isNews = _sightings.Note(file.Name, file.Status.Stamp, now);
            if (_given.Knows(file.Name, file.Status.Stamp))
            {
                continue;
            }

            changed.Add(file);
            if (isNews && (_plan.Outputs.IsOutput(file.Name) || _checkpoints?.IsPart(file.Name) == true))
            {
                _plan.Progress.LastGrowth = now;
            }
        }

        return changed;
    }
}
