namespace HtcFlow.Backends.Local;

/// <summary>Whose turn it is: jobs take turns in order of submission, one element a turn.</summary>
/// <remarks>
/// A job whose element does not fit into the free slots keeps its turn until it does; letting narrower ones pass
/// would use the slots better and starve a wide one for ever.
/// </remarks>
internal sealed class Turns
{
    private readonly Queue<LocalJob> _jobs = new();

    /// <summary>Lets a job take part; it comes last.</summary>
    internal void Add(LocalJob job) => _jobs.Enqueue(job);

    /// <summary>The job whose turn it is; null when none has an element that waits.</summary>
    internal LocalJob? Peek()
    {
        while (_jobs.TryPeek(out LocalJob? job))
        {
            if (job.Queued > 0)
            {
                return job;
            }

            _jobs.Dequeue();
        }

        return null;
    }

    /// <summary>The job whose turn it was has started an element.</summary>
    internal void Pass()
    {
        LocalJob job = _jobs.Dequeue();
        if (job.Queued > 0)
        {
            _jobs.Enqueue(job);
        }
    }
}
