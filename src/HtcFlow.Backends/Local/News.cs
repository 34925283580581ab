namespace HtcFlow.Backends.Local;

/// <summary>Remembers that something happened since somebody last looked.</summary>
internal sealed class News
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _happened = New();

    /// <summary>Something happened.</summary>
    internal void Tell()
    {
        lock (_lock)
        {
            _happened.TrySetResult();
        }
    }

    /// <summary>Somebody looks: what happened until now is no news any more.</summary>
    internal void Take()
    {
        lock (_lock)
        {
            if (_happened.Task.IsCompleted)
            {
                _happened = New();
            }
        }
    }

    /// <summary>Completes when there is news, at once when there is some already.</summary>
    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _happened.Task.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
