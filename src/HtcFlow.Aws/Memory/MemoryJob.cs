using System.Globalization;
using HtcFlow.Aws.Batch.Jobs;

namespace HtcFlow.Aws.Memory;

/// <summary>A job or an array of the in-memory twin.</summary>
internal sealed class MemoryJob(string id, SubmitRequest request, DateTimeOffset createdAt)
{
    public SubmitRequest Request => request;

    public bool IsArray => request.ArrayProperties?.Size is not null;

    public int Size => request.ArrayProperties?.Size ?? 1;

    /// <summary>Elements that a test or a call has changed; a plain job is its element 0.</summary>
    public Dictionary<int, JobDetail> Elements { get; } = [];

    /// <summary>A plain job, or a child of an array.</summary>
    public JobDetail Detail(int index) => Elements.TryGetValue(index, out JobDetail? changed) ? changed : new JobDetail
    {
        JobId = IsArray ? string.Create(CultureInfo.InvariantCulture, $"{id}:{index}") : id,
        JobName = request.JobName,
        JobQueue = request.JobQueue,
        JobDefinition = request.JobDefinition,
        Status = JobStatus.Runnable,
        CreatedAt = createdAt,
        ArrayProperties = IsArray ? new ArrayProperties { Index = index } : null,
        DependsOn = request.DependsOn ?? [],
        Tags = request.Tags ?? new Dictionary<string, string>(),
    };

    /// <summary>A plain job, or an array as its children make it.</summary>
    public JobDetail Whole()
    {
        if (!IsArray)
        {
            return Detail(0);
        }

        Dictionary<JobStatus, int> counts = Elements.Values.CountBy(static element => element.Status).ToDictionary();
        counts[JobStatus.Runnable] = counts.GetValueOrDefault(JobStatus.Runnable) + Size - Elements.Count;
        bool isOver = counts.GetValueOrDefault(JobStatus.Succeeded) + counts.GetValueOrDefault(JobStatus.Failed) == Size;
        return Detail(0) with
        {
            JobId = id,
            Status = !isOver ? JobStatus.Pending : counts.GetValueOrDefault(JobStatus.Failed) > 0 ? JobStatus.Failed : JobStatus.Succeeded,
            StatusReason = null,
            StartedAt = null,
            StoppedAt = isOver ? Elements.Values.Max(static element => element.StoppedAt) : null,
            Container = null,
            Attempts = [],
            ArrayProperties = new ArrayProperties
            {
                Size = Size,
                StatusSummary = s_states.ToDictionary(static state => state.ToString().ToUpperInvariant(), state => counts.GetValueOrDefault(state)),
            },
        };
    }

    /// <summary>Fails the elements that are not beyond a state yet.</summary>
    public void Stop(IEnumerable<int> indices, string reason, JobStatus last, DateTimeOffset now)
    {
        foreach (int index in indices)
        {
            JobDetail element = Detail(index);
            if (element.Status <= last)
            {
                Elements[index] = element with { Status = JobStatus.Failed, StatusReason = reason, StoppedAt = now };
            }
        }
    }

    private static readonly JobStatus[] s_states = [.. Enum.GetValues<JobStatus>().Where(static state => state != JobStatus.None)];
}
