using System.Text.Json;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Substitution;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Transfer;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Stage;

/// <summary>Brings the accepted outputs of an earlier stage's tasks into a scratch directory.</summary>
internal sealed class UpstreamFiles
{
    /// <summary>Transfers at a time, to hide a remote store's latency.</summary>
    private const int Abreast = 8;

    private readonly StageOrder _order;
    private readonly IObjectStore _store;
    private readonly Patience _patience;

    public UpstreamFiles(StageOrder order, IObjectStore store, Patience patience)
    {
        _order = order;
        _store = store;
        _patience = patience;
    }

    /// <summary>Puts the files in place.</summary>
    /// <returns>Null, or why the command cannot start.</returns>
    /// <exception cref="FaultException">The store failed, or an object is gone or damaged.</exception>
    public async Task<string?> PlaceAsync(
        InputSpec.StageResults wanted, long index, TaskBindings bindings, string scratch, CancellationToken cancellationToken)
    {
        if (!_order.Upstreams.TryGetValue(wanted.Stage, out UpstreamOrder? upstream))
        {
            return $"the order says nothing of stage '{wanted.Stage}', whose results are an input; submit the campaign again";
        }

        Glob[] globs = [.. wanted.Files.Select(Glob.Parse)];
        var pulls = new Dictionary<string, StoredFile>(StringComparer.Ordinal);
        int found = 0;
        foreach ((long task, AttemptReport? report) in await ReadAllAsync(wanted.Stage, upstream, index, cancellationToken))
        {
            if (report is null)
            {
                if (upstream.Tolerate > 0)
                {
                    continue;
                }

                return $"task {task} of stage '{wanted.Stage}' has no accepted results yet; it must succeed first";
            }

            found++;
            var names = new TaskBindings(_order.Campaign, wanted.Stage, upstream.Sweep, _order.Variables, task);
            string into = Template.Parse(wanted.Into).Render(name => ValueOf(name, wanted.Stage, bindings, names));
            if (Plan(report, globs, into, pulls) is { } problem)
            {
                return problem;
            }
        }

        if (found == 0)
        {
            return $"no task of stage '{wanted.Stage}' that this one depends on has accepted results";
        }

        await PullAsync(pulls, scratch, cancellationToken);
        return null;
    }

    private static string? ValueOf(string name, string stage, TaskBindings own, TaskBindings upstream) =>
        name.StartsWith(stage + ".", StringComparison.Ordinal) && upstream.Lookup(name[(stage.Length + 1)..]) is { } value
            ? value
            : own.Lookup(name);

    private static string? Plan(AttemptReport report, Glob[] globs, string into, Dictionary<string, StoredFile> pulls)
    {
        foreach (StoredFile file in report.Files)
        {
            if (globs.Length > 0 && !globs.Any(g => g.Matches(file.Name)))
            {
                continue;
            }

            string path = into.Length == 0 ? file.Name : into.TrimEnd('/') + "/" + file.Name;
            if (!ScratchPath.IsInside(path))
            {
                return $"input '{path}' would lie outside of the scratch directory";
            }

            if (!pulls.TryAdd(path, file))
            {
                return $"two results of stage '{report.Stage}' would both become '{path}'; "
                    + "give 'into' a place for each task, for example ${" + report.Stage + ".task.index}";
            }
        }

        return null;
    }

    /// <summary>Reads the reports of all tasks that this one depends on, in the tasks' order.</summary>
    private async Task<(long Task, AttemptReport? Report)[]> ReadAllAsync(
        string stage, UpstreamOrder upstream, long index, CancellationToken cancellationToken)
    {
        long[] tasks = [.. UpstreamTasks.Of(_order, stage, upstream.Sweep, index)];
        var reports = new (long, AttemptReport?)[tasks.Length];
        await Parallel.ForAsync(
            0,
            tasks.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancellationToken },
            async (place, token) => reports[place] = (tasks[place], await ReadAsync(stage, tasks[place], token)));
        return reports;
    }

    private Task<AttemptReport?> ReadAsync(string stage, long task, CancellationToken cancellationToken)
    {
        string key = StoreLayout.Accepted(_order.Campaign, stage, task);
        return _patience.TryAsync(
            async () =>
            {
                await using Stream? content = await _store.OpenAsync(key, cancellationToken);
                return content is null ? null : Parse(key, content);
            },
            cancellationToken);
    }

    private static AttemptReport? Parse(string key, Stream content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, WireJson.Default.AttemptReport);
        }
        catch (JsonException e)
        {
            throw new FaultException(FaultKind.Broken, "read report", key, e.Message, e);
        }
    }

    private Task PullAsync(Dictionary<string, StoredFile> pulls, string scratch, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            pulls,
            new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancellationToken },
            async (pull, token) => await _patience.TryAsync(
                async () =>
                {
                    await FileTransfer.PullAsync(_store, pull.Value, Path.Combine(scratch, pull.Key), token);
                    return true;
                },
                token));
}
