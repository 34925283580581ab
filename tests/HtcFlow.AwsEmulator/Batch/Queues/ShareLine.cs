using HtcFlow.AwsEmulator.Jobs;

namespace HtcFlow.AwsEmulator.Batch.Queues;

/// <summary>The jobs of one share identifier that have runnable elements, by what they need and then by priority and age.</summary>
internal sealed class ShareLine
{
    private static readonly Comparer<Job> s_order = Comparer<Job>.Create(static (one, other) =>
    {
        int byPriority = other.Order.Priority.CompareTo(one.Order.Priority);
        return byPriority != 0 ? byPriority : one.Sequence.CompareTo(other.Sequence);
    });

    /// <summary>The lines.</summary>
    public Dictionary<Shape, SortedSet<Job>> Lines { get; } = [];

    /// <summary>vCPUs that the share holds.</summary>
    public int Vcpus { get; set; }

    /// <summary>Puts a job into its line, where it may stand already.</summary>
    public void Enter(Job job)
    {
        if (!Lines.TryGetValue(job.Order.Shape, out SortedSet<Job>? line))
        {
            Lines[job.Order.Shape] = line = new SortedSet<Job>(s_order);
        }

        line.Add(job);
    }

    /// <summary>The job whose turn it is among those whose needs can still be met; null for none.</summary>
    public Job? Head(HashSet<Shape> refused)
    {
        Job? head = null;
        foreach ((Shape shape, SortedSet<Job> line) in Lines)
        {
            if (line.Count > 0 && !refused.Contains(shape) && (head is null || s_order.Compare(line.Min!, head) < 0))
            {
                head = line.Min;
            }
        }

        return head;
    }

    /// <summary>Takes a job out of its line.</summary>
    public void Leave(Job job)
    {
        SortedSet<Job> line = Lines[job.Order.Shape];
        line.Remove(job);
        if (line.Count == 0)
        {
            Lines.Remove(job.Order.Shape);
        }
    }
}
