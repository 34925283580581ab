namespace HtcFlow.Aws.Calls.Pace;

/// <summary>Has the calls of a family wait for their turns.</summary>
/// <remarks>Callers: any thread. Only the first of those that wait has a turn, so that a changed rate holds for all others.</remarks>
internal sealed class CallPace(double rate, TimeProvider time) : IDisposable
{
    private readonly RateLearner _learner = new(rate);
    private readonly SemaphoreSlim _first = new(1, 1);
    private readonly Lock _lock = new();
    private readonly long _zero = time.GetTimestamp();

    /// <summary>Calls a second at the moment.</summary>
    public double Rate
    {
        get
        {
            lock (_lock)
            {
                return _learner.Rate;
            }
        }
    }

    /// <summary>Waits for a turn.</summary>
    /// <returns>A mark for <see cref="OnRefused"/>.</returns>
    public async ValueTask<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _first.WaitAsync(cancellationToken);
        try
        {
            double now = time.GetElapsedTime(_zero).TotalSeconds;
            double turn;
            int mark;
            lock (_lock)
            {
                turn = _learner.Take(now);
                mark = _learner.Lowerings;
            }

            if (turn > now)
            {
                await Task.Delay(TimeSpan.FromSeconds(turn - now), time, cancellationToken);
            }

            return mark;
        }
        finally
        {
            _first.Release();
        }
    }

    public void Dispose() => _first.Dispose();

    /// <summary>The service has refused a call for being too many.</summary>
    public void OnRefused(int mark)
    {
        lock (_lock)
        {
            _learner.OnRefused(mark);
        }
    }
}
