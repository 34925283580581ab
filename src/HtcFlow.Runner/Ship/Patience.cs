using HtcFlow.Core.Ports;

namespace HtcFlow.Runner.Ship;

/// <summary>Tries a store's operations again for as long as a store's bad minute usually lasts.</summary>
internal sealed class Patience
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;

    /// <summary>Creates the policy.</summary>
    /// <param name="time">Clock and timers.</param>
    /// <param name="limit">Time after the first failure during which an operation is tried again.</param>
    public Patience(TimeProvider time, TimeSpan limit)
    {
        _time = time;
        _limit = limit;
    }

    /// <summary>Runs an operation until it works, fails for good, or the time is over.</summary>
    /// <exception cref="FaultException">The last failure.</exception>
    public async Task<T> TryAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        long failed = 0;
        TimeSpan wait = s_first;
        while (true)
        {
            try
            {
                return await operation();
            }
            catch (FaultException e) when (e.Kind is FaultKind.Transient or FaultKind.Throttled)
            {
                failed = failed == 0 ? _time.GetTimestamp() : failed;
                if (_time.GetElapsedTime(failed) + wait > _limit)
                {
                    throw;
                }

                // Half to three halves of the wait: runners that failed together must not come back together.
                double spread = 0.5 + Random.Shared.NextDouble();
                TimeSpan pause = TimeSpan.FromTicks(Math.Max((long)(wait.Ticks * spread), e.RetryAfter.Ticks));
                await Task.Delay(pause, _time, cancellationToken);
                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, s_longest.Ticks));
            }
        }
    }
}
