using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>Ships those outputs among a set of files that are finished and not yet acknowledged.</summary>
internal sealed class OutputCollector
{
    /// <summary>Transfers at a time: enough to hide a remote store's latency, few enough to leave the CPU to the command.</summary>
    private const int Abreast = 8;

    private readonly HarvestPlan _plan;
    private readonly OutputShelf _shelf;
    private readonly Uploader _uploader;
    private readonly FileGate _gate;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);

    public OutputCollector(HarvestPlan plan, OutputShelf shelf, Uploader uploader, FileGate gate, TimeProvider time)
    {
        _plan = plan;
        _shelf = shelf;
        _uploader = uploader;
        _gate = gate;
        _time = time;
    }

    /// <summary>What was found wrong, by file.</summary>
    public IReadOnlyDictionary<string, string> Problems => _problems;

    /// <summary>Ships what is ready.</summary>
    /// <param name="files">Files that were not given to the command.</param>
    /// <param name="writtenBefore">Files changed later than this (nanoseconds since 1970) are shipped too, but do not make the answer Settling.</param>
    /// <param name="state">How far the command is.</param>
    /// <param name="cancellationToken">Ends transfers.</param>
    /// <returns>Settling when an output will only be ready after some time.</returns>
    public async Task<Readiness> ShipAsync(
        List<ScannedFile> files, long writtenBefore, CommandState state, CancellationToken cancellationToken)
    {
        var ready = new List<(ScannedFile File, string Path)>();
        Readiness answer = Readiness.Ready;
        foreach (ScannedFile entry in files)
        {
            if (!_plan.Outputs.IsOutput(entry.Name) || Locate(entry) is not { } located || _shelf.Holds(entry.Name, located.File.Status.Stamp))
            {
                continue;
            }

            Readiness readiness = _gate.Judge(located.Path, entry.Name, state);
            if (readiness == Readiness.Ready)
            {
                ready.Add(located);
            }
            else if (readiness == Readiness.Settling && entry.Status.Stamp.Modified <= writtenBefore)
            {
                answer = Readiness.Settling;
            }
        }

        ready.ForEach(r => _plan.Progress.Backlog.Wait(r.File.Status.Stamp.Size));
        foreach ((ScannedFile File, string Path)[] batch in ready.Chunk(Abreast))
        {
            StoredFile?[] stored = await Task.WhenAll(
                batch.Select(b => _uploader.ShipAsync(
                    b.Path, b.File.Name, _plan.Keys.Output(b.File.Name), b.File.Status, _plan.Progress.Backlog, cancellationToken)));
            for (int b = 0; b < batch.Length; b++)
            {
                answer = Note(batch[b].File, stored[b], state) ? answer : Readiness.Settling;
            }
        }

        return answer;
    }

    private bool Note(ScannedFile file, StoredFile? stored, CommandState state)
    {
        if (stored is null)
        {
            if (state != CommandState.Running)
            {
                _problems[file.Name] = "it kept changing after the command had ended";
            }

            return false;
        }

        _shelf.Put(stored, file.Status.Stamp, _time.GetTimestamp());
        _problems.Remove(file.Name);
        _plan.Progress.CountShipped();
        _plan.Progress.LastGrowth = _time.GetTimestamp();
        return true;
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
