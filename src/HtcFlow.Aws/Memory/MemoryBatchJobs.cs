using System.Globalization;
using System.Runtime.CompilerServices;
using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Memory;

/// <summary>Jobs that nobody runs: a test says how they go on.</summary>
/// <remarks>Callers: any thread. New jobs and children are Runnable; the state and the summary of an array follow from its children at once.</remarks>
public sealed class MemoryBatchJobs(TimeProvider time) : IBatchJobs
{
    private const int MaxDescribed = 100;
    private const int MaxDependencies = 20;
    private const int MinSize = 2;
    private const int MaxSize = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoryJob> _jobs = [];
    private readonly List<string> _order = [];

    /// <summary>Counts calls and has some fail.</summary>
    public MemoryWeather Weather { get; } = new();

    /// <summary>What was submitted, in order, by id.</summary>
    public IReadOnlyList<(string Id, SubmitRequest Request)> Submitted
    {
        get
        {
            lock (_lock)
            {
                return [.. _order.Select(id => (id, _jobs[id].Request))];
            }
        }
    }

    /// <summary>Changes a plain job or a child.</summary>
    /// <param name="id">Id of a plain job, or <c>array:index</c>.</param>
    /// <param name="change">Makes the new description of the old.</param>
    public void Change(string id, Func<JobDetail, JobDetail> change)
    {
        lock (_lock)
        {
            (string parent, int index) = Split(id);
            MemoryJob job = _jobs[parent];
            job.Elements[index] = change(job.Detail(index));
        }
    }

    /// <summary>Ends a plain job or a child by the exit code of its container.</summary>
    public void End(string id, int exitCode, string? statusReason = null)
    {
        DateTimeOffset now = time.GetUtcNow();
        var container = new JobContainer { ExitCode = exitCode };
        Change(id, job => job with
        {
            Status = exitCode == 0 ? JobStatus.Succeeded : JobStatus.Failed,
            StatusReason = statusReason,
            StartedAt = job.StartedAt ?? now,
            StoppedAt = now,
            Container = container,
            Attempts = [.. job.Attempts, new JobAttempt { Container = container, StartedAt = job.StartedAt ?? now, StoppedAt = now, StatusReason = statusReason }],
        });
    }

    /// <summary>Forgets a job with all its children, as the service does some time after its end.</summary>
    public void Forget(string id)
    {
        lock (_lock)
        {
            _jobs.Remove(id);
            _order.Remove(id);
        }
    }

    /// <inheritdoc/>
    public Task<string> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken)
    {
        Action end = Weather.OnCall("SubmitJob", request.JobName);
        if (request.ArrayProperties?.Size is < MinSize or > MaxSize || request.DependsOn?.Count > MaxDependencies)
        {
            throw new FaultException(FaultKind.Broken, "SubmitJob", request.JobName, "array size or number of dependencies");
        }

        lock (_lock)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{_order.Count + 1:x12}");
            _jobs[id] = new MemoryJob(id, request, time.GetUtcNow());
            _order.Add(id);
            end();
            return Task.FromResult(id);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobDetail>> DescribeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<JobDetail>();
        foreach (string[] chunk in ids.Chunk(MaxDescribed))
        {
            Action end = Weather.OnCall("DescribeJobs", chunk[0]);
            lock (_lock)
            {
                foreach (string id in chunk)
                {
                    (string parent, int index) = Split(id);
                    if (_jobs.TryGetValue(parent, out MemoryJob? job) && index < job.Size)
                    {
                        found.Add(id == parent ? job.Whole() : job.Detail(index));
                    }
                }
            }

            end();
        }

        return Task.FromResult<IReadOnlyList<JobDetail>>(found);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobSummary> ListAsync(ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        JobSummary[] rows = Rows(query);
        for (int at = 0; at == 0 || at < rows.Length; at += query.PageSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Weather.OnCall("ListJobs", query.ArrayJobId ?? query.JobQueue ?? "")();
            foreach (JobSummary row in rows.Skip(at).Take(query.PageSize))
            {
                yield return row;
            }
        }
    }

    /// <inheritdoc/>
    public Task TerminateAsync(string id, string reason, CancellationToken cancellationToken) =>
        StopAsync("TerminateJob", id, reason, JobStatus.Running);

    /// <inheritdoc/>
    public Task CancelAsync(string id, string reason, CancellationToken cancellationToken) =>
        StopAsync("CancelJob", id, reason, JobStatus.Runnable);

    private Task StopAsync(string operation, string id, string reason, JobStatus last)
    {
        Action end = Weather.OnCall(operation, id);
        lock (_lock)
        {
            (string parent, int index) = Split(id);
            if (_jobs.TryGetValue(parent, out MemoryJob? job))
            {
                job.Stop(id == parent ? Enumerable.Range(0, job.Size) : [index], reason, last, time.GetUtcNow());
            }
        }

        end();
        return Task.CompletedTask;
    }

    private JobSummary[] Rows(ListQuery query)
    {
        lock (_lock)
        {
            if (query.ArrayJobId is { } array)
            {
                return _jobs.TryGetValue(array, out MemoryJob? job) && job.IsArray
                    ? [.. Enumerable.Range(0, job.Size).Select(job.Detail).Where(detail => detail.Status == query.Status).Select(Row)]
                    : [];
            }

            return [.. _order.AsEnumerable().Reverse().Select(id => _jobs[id].Whole())
                .Where(detail => detail.JobQueue == query.JobQueue
                    && (query.JobName is { } name ? Fits(name, detail.JobName) : detail.Status == query.Status))
                .Select(Row)];
        }
    }

    private static bool Fits(string pattern, string name) => pattern.EndsWith('*')
        ? name.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : name.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static JobSummary Row(JobDetail detail) => new()
    {
        JobId = detail.JobId,
        JobName = detail.JobName,
        Status = detail.Status,
        StatusReason = detail.StatusReason,
        CreatedAt = detail.CreatedAt,
        StartedAt = detail.StartedAt,
        StoppedAt = detail.StoppedAt,
        Container = detail.Container,
        ArrayProperties = detail.ArrayProperties is { } array ? array with { StatusSummary = null, StatusSummaryLastUpdatedAt = null } : null,
    };

    private static (string Parent, int Index) Split(string id) =>
        id.LastIndexOf(':') is var colon and > 0 && int.TryParse(id.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? (id[..colon], index)
            : (id, 0);
}
