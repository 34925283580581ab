using System.Security.Cryptography;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Transfer;

namespace HtcFlow.Cli.Fetching;

/// <summary>Brings the outputs of succeeded tasks to this machine. Safe to repeat: complete files are passed over.</summary>
internal sealed class OutputFetcher
{
    // Enough to hide the latency of a store, few enough to keep memory (a few MiB each for decompression) small.
    private const int Parallel = 16;

    private static readonly TimeSpan s_progress = TimeSpan.FromSeconds(2);
    private readonly CommandContext _context;
    private readonly CampaignState _state;
    private readonly IObjectStore _store;
    private readonly AcceptedReports _reports;
    private readonly FetchTarget _target;
    private readonly Lock _gate = new();
    private long _tasks;
    private long _files;
    private long _bytes;
    private long _present;
    private long _differing;
    private string _firstDiffering = "";
    private DateTimeOffset _nextProgress;

    /// <summary>Prepares a fetch.</summary>
    public OutputFetcher(CommandContext context, CampaignState state, IObjectStore store, FetchTarget target)
    {
        _context = context;
        _state = state;
        _store = store;
        _reports = new AcceptedReports(store, state.Spec.Name);
        _target = target;
        _nextProgress = context.Now + s_progress;
    }

    /// <summary>Fetches.</summary>
    /// <param name="stage">Stage; null for all.</param>
    /// <param name="tasks">Tasks; null for all.</param>
    public async Task<FetchSummary> RunAsync(string? stage, IndexSet? tasks)
    {
        StageState[] stages = [.. _state.Stages.Where(s => stage is null || s.Spec.Name == stage)];
        long selected = stages.Sum(s => Selected(s, tasks).Sum(r => r.Count));
        IndexRange[][] succeeded = [.. stages.Select(s => Selected(s, tasks)
            .SelectMany(r => s.Ledger.RangesOf(r, state => state == TaskState.Succeeded)).ToArray())];
        long total = succeeded.Sum(ranges => ranges.Sum(r => r.Count));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = _context.Stop };
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Walk(stages, succeeded), options, (task, token) => FetchAsync(task, total, token));
        return new FetchSummary(
            _state.Spec.Name, _target.Directory, _tasks, _files, _bytes, _present, selected - total, _differing, _firstDiffering);
    }

    private static IEnumerable<IndexRange> Selected(StageState stage, IndexSet? tasks)
    {
        long count = stage.Ledger.Count;
        return tasks is null ? [new IndexRange(0, count)] : tasks.Ranges.Where(r => r.First < count)
            .Select(r => new IndexRange(r.First, Math.Min(r.End, count) - r.First));
    }

    private static IEnumerable<TaskId> Walk(StageState[] stages, IndexRange[][] ranges)
    {
        for (int s = 0; s < stages.Length; s++)
        {
            foreach (IndexRange range in ranges[s])
            {
                for (long i = range.First; i < range.End; i++)
                {
                    yield return new TaskId(stages[s].Index, i);
                }
            }
        }
    }

    private async ValueTask FetchAsync(TaskId task, long total, CancellationToken cancellationToken)
    {
        StageSpec stage = _state.Stages[task.Stage].Spec;
        AttemptReport report = await ReportAsync(stage, task.Index, cancellationToken);
        foreach (StoredFile file in report.Files.Where(f => !f.Name.StartsWith(".htcflow/", StringComparison.Ordinal)))
        {
            string path = TaskLayout.PathOf(_target, _state.Spec, stage, task.Index, file.Name) ?? throw new FaultException(
                FaultKind.Broken, "fetch", file.Key, $"its name '{file.Name}' would lead out of {_target.Directory}");
            await FetchAsync(file, path, cancellationToken);
        }

        lock (_gate)
        {
            _tasks++;
            ShowProgress(total);
        }
    }

    private async Task<AttemptReport> ReportAsync(StageSpec stage, long index, CancellationToken cancellationToken)
    {
        return await _reports.ReadAsync(stage.Name, index, cancellationToken) ?? throw new FaultException(
            FaultKind.Gone, "fetch", StoreLayout.Accepted(_state.Spec.Name, stage.Name, index), "the task succeeded, but its report is not in the store any more");
    }

    private async Task FetchAsync(StoredFile file, string path, CancellationToken cancellationToken)
    {
        bool isThere = File.Exists(path);
        if (isThere && await IsCompleteAsync(file, path, cancellationToken))
        {
            Interlocked.Increment(ref _present);
            return;
        }

        if (isThere && !_target.Force)
        {
            lock (_gate)
            {
                _differing++;
                _firstDiffering = _firstDiffering.Length == 0 ? path : _firstDiffering;
            }

            return;
        }

        await FileTransfer.PullAsync(_store, file, path, cancellationToken);
        Interlocked.Increment(ref _files);
        Interlocked.Add(ref _bytes, file.Bytes);
    }

    private static async Task<bool> IsCompleteAsync(StoredFile file, string path, CancellationToken cancellationToken)
    {
        await using FileStream content = File.OpenRead(path);
        return content.Length == file.Bytes && Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) == file.Sha256;
    }

    private void ShowProgress(long total)
    {
        DateTimeOffset now = _context.Now;
        if (now >= _nextProgress)
        {
            _nextProgress = now + s_progress;
            _context.Remark($"{Amounts.Number(_tasks)}/{Amounts.Number(total)} tasks, {Amounts.Number(_files)} files, {Amounts.Size(_bytes)}");
        }
    }
}
