namespace HtcFlow.Backends.Clusters;

/// <summary>Knows when looking at the queue is worth it: records came, something was deleted, or a wait for a record is over.</summary>
/// <param name="interval">How often the records are looked at.</param>
/// <param name="clock">Where time comes from.</param>
internal sealed class NewsDesk(TimeSpan interval, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _due = DateTimeOffset.MaxValue;
    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    /// <summary>There is news.</summary>
    internal void Tell()
    {
        lock (_lock)
        {
            _due = DateTimeOffset.MinValue;
        }
    }

    /// <summary>There will be news after a time; null for none.</summary>
    internal void TellIn(TimeSpan? time)
    {
        lock (_lock)
        {
            _due = time is null ? DateTimeOffset.MaxValue : clock.GetUtcNow() + time.Value;
        }
    }

    /// <summary>Keeps news back for a while: looking has just cost something.</summary>
    internal void Rest(TimeSpan time)
    {
        lock (_lock)
        {
            _restsUntil = clock.GetUtcNow() + time;
        }
    }

    /// <summary>Completes when there is news.</summary>
    /// <param name="look">Looks at the records, and tells when that holds news.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task WaitAsync(Func<CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        while (!IsDue())
        {
            await look(cancellationToken);
            if (!IsDue())
            {
                await Task.Delay(interval, clock, cancellationToken);
            }
        }
    }

    private bool IsDue()
    {
        lock (_lock)
        {
            return clock.GetUtcNow() is var now && now >= _due && now >= _restsUntil;
        }
    }
}
