using HtcFlow.Core.Ports;

namespace HtcFlow.Runner.Ship;

/// <summary>Tries a store's operations again for as long as a store's bad minute usually lasts.</summary>
internal sealed class Patience
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    // Stores have bad seconds all the time; of a longer time a person wants to know.
    private static readonly TimeSpan s_untold = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly Action<string>? _say;
    private int _isSaid;

    /// <summary>Creates the policy.</summary>
    /// <param name="time">Clock and timers.</param>
    /// <param name="limit">Time after the first failure during which an operation is tried again.</param>
    /// <param name="say">Told, one line each, when a store has not worked for some seconds and when it works again.</param>
    public Patience(TimeProvider time, TimeSpan limit, Action<string>? say = null)
    {
        _say = say;
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
                T result = await operation();
                if (failed != 0 && Interlocked.Exchange(ref _isSaid, 0) != 0)
                {
                    _say?.Invoke("the store works again");
                }

                return result;
            }
            catch (FaultException e) when (e.Kind is FaultKind.Transient or FaultKind.Throttled)
            {
                failed = failed == 0 ? _time.GetTimestamp() : failed;
                if (_time.GetElapsedTime(failed) + wait > _limit)
                {
                    throw;
                }

                if (_time.GetElapsedTime(failed) >= s_untold && Interlocked.Exchange(ref _isSaid, 1) == 0)
                {
                    _say?.Invoke($"the store does not work, which is tried again for {_limit.TotalMinutes:0.#} minutes: {e.Message}");
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
