namespace HtcFlow.Runner.Attempts;

/// <summary>When an attempt began, how long it has taken, and what of that it waited for its files.</summary>
internal sealed class AttemptClock
{
    private readonly TimeProvider _time;
    private readonly long _start;

    public AttemptClock(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        Started = time.GetUtcNow();
    }

    /// <summary>Begin of the attempt.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Milliseconds since then.</summary>
    public long Milliseconds => (long)_time.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>Time that inputs and programs took to be in place, of each build that was tried.</summary>
    public TimeSpan StagedIn { get; private set; }

    /// <summary>Time that checkpoints took to be looked for and restored.</summary>
    public TimeSpan Restored { get; set; }

    /// <summary>Brings inputs or programs, and counts the time whatever comes of it.</summary>
    public async Task<T> StageInAsync<T>(Task<T> work)
    {
        long begin = _time.GetTimestamp();
        try
        {
            return await work;
        }
        finally
        {
            StagedIn += _time.GetElapsedTime(begin);
        }
    }
}
