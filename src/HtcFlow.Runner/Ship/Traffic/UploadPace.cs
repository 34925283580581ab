namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>Keeps the runner within its share of the processors: a bucket of CPU time that fills with the clock and that whatever the
/// runner does empties.</summary>
/// <remarks>
/// What nobody wants fills the bucket too, so that the share bounds shipping only while the command keeps the processors busy; since what the
/// runner uses is not idle, it takes half of what the command leaves. Low priority alone does not do: it yields cores, but caches, memory bandwidth and a container's CPU quota are shared all the
/// same. Safe from any thread.
/// </remarks>
internal sealed class UploadPace
{
    /// <summary>The bucket holds ten seconds of the share, so that a checkpoint a minute is not held up by its own compression.</summary>
    private const double HeldSeconds = 10;

    /// <summary>At least this much is held: a hundred files of 1 MiB, compressed, hashed and sent.</summary>
    private static readonly TimeSpan s_leastHeld = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest single delay, after which it is asked again whether there still is a reason for it.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly double _share;
    private readonly Urgency _urgency;
    private readonly TimeProvider _time;
    private readonly Func<TimeSpan> _used;
    private readonly Func<TimeSpan> _idle;
    private readonly double _capacity;
    private double _tokens;
    private double _lastUsed;
    private double _lastIdle;
    private long _last;

    /// <summary>Creates a pace.</summary>
    /// <param name="share">Processors that may be used on average, for example 0.1.</param>
    /// <param name="urgency">Lifts the limit.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="used">CPU time that this process has used.</param>
    /// <param name="idle">CPU time that nobody wanted.</param>
    public UploadPace(double share, Urgency urgency, TimeProvider time, Func<TimeSpan> used, Func<TimeSpan> idle)
    {
        _share = share;
        _urgency = urgency;
        _time = time;
        _used = used;
        _idle = idle;
        _lastIdle = idle().TotalSeconds;
        _capacity = Math.Max(s_leastHeld.TotalSeconds, HeldSeconds * share);
        _tokens = _capacity;
        _lastUsed = used().TotalSeconds;
        _last = time.GetTimestamp();
    }

    /// <summary>A pace without limit.</summary>
    public static UploadPace Free(TimeProvider time) => new(1e6, new Urgency(), time, () => TimeSpan.Zero, () => TimeSpan.Zero);

    /// <summary>How long the next piece of work should wait; zero when it may begin.</summary>
    public TimeSpan Delay()
    {
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            double used = _used().TotalSeconds;
            double idle = _idle().TotalSeconds;
            double income = (_share * _time.GetElapsedTime(_last, now).TotalSeconds) + (idle - _lastIdle);
            _tokens = Math.Min(_capacity, _tokens + income - (used - _lastUsed));
            (_last, _lastUsed, _lastIdle) = (now, used, idle);
            if (_urgency.IsHigh)
            {
                _tokens = Math.Max(_tokens, 0); // what was needed is not owed
                return TimeSpan.Zero;
            }

            TimeSpan wait = _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _share);
            return wait < s_longest ? wait : s_longest;
        }
    }

    /// <summary>Calls back once a delay is over.</summary>
    public void After(TimeSpan delay, Action resume) =>
        _ = Task.Delay(delay, _time).ContinueWith(_ => resume(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Waits until the next piece of work may begin.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (Delay() is var delay && delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _time, cancellationToken);
        }
    }
}
