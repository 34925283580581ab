namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>Who waits in this process until a job or an element is in a state.</summary>
internal sealed class Watches
{
    private readonly List<(string Id, JobStatus Status, TaskCompletionSource Reached)> _waiting = [];

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Waits for the next time.</summary>
    public Task Add(string id, JobStatus status)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((id, status, reached));
        return reached.Task;
    }

    /// <summary>Tells that a state is reached.</summary>
    public void Tell(string id, JobStatus status)
    {
        foreach ((_, _, TaskCompletionSource reached) in _waiting.Where(wait => wait.Id == id && wait.Status == status))
        {
            reached.TrySetResult();
        }

        _waiting.RemoveAll(static wait => wait.Reached.Task.IsCompleted);
    }
}
