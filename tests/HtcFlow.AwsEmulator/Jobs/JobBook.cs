namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>The jobs of a region that are not forgotten yet.</summary>
internal sealed class JobBook
{
    private readonly Dictionary<string, Job> _byId = new(StringComparer.Ordinal);
    private readonly List<Job> _inOrder = [];
    private int _gone;

    /// <summary>Jobs and arrays.</summary>
    public int Count => _byId.Count;

    /// <summary>Jobs and arrays in the order in which they came, some of which may be gone.</summary>
    public IReadOnlyList<Job> InOrder => _inOrder;

    /// <summary>Elements in the state SUBMITTED, roughly: all of arrays that are not queued yet.</summary>
    public int Submitted { get; set; }

    /// <summary>Adds a job.</summary>
    public void Add(Job job)
    {
        _byId.Add(job.Id, job);
        _inOrder.Add(job);
    }

    /// <summary>Forgets a job.</summary>
    public void Remove(Job job)
    {
        job.IsGone = true;
        _byId.Remove(job.Id);
        if (++_gone > _inOrder.Count / 2)
        {
            _inOrder.RemoveAll(static old => old.IsGone);
            _gone = 0;
        }
    }

    /// <summary>A job by its id.</summary>
    public Job? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>A job and the index of an element; the index is negative where the id is that of the whole.</summary>
    public (Job? Job, int Index) FindElement(string id)
    {
        int colon = id.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return (Find(id), -1);
        }

        Job? job = Find(id[..colon]);
        return job is not null && int.TryParse(id.AsSpan(colon + 1), out int index) && index >= 0 && index < job.Size ? (job, index) : (null, -1);
    }

    /// <summary>Position of the first job with a number or a higher one.</summary>
    public int PositionOf(long sequence)
    {
        int low = 0, high = _inOrder.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_inOrder[middle].Sequence < sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Whether a queue has jobs that are not over.</summary>
    public bool HasLive(JobQueue queue) => _inOrder.Exists(job => !job.IsGone && job.Order.Queue == queue && !job.IsOver);
}
