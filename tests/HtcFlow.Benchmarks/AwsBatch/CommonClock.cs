using HtcFlow.Testing;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>The virtual clock of the engine, moved together with that of the emulator: never while a request is under way.</summary>
/// <remarks>
/// A call to the service is either with the emulator, or waits for a timer of this clock, or computes. The clock moves on to the next timer when no request is
/// under way; a flow that was about to send one at that moment sends it a little later in virtual time, which costs the client, never the service.
/// </remarks>
/// <param name="begin">When it begins.</param>
/// <param name="moveService">Moves the emulator's clock to a time.</param>
internal sealed class CommonClock(DateTimeOffset begin, Action<DateTimeOffset> moveService) : TimeProvider
{
    // The limits of requests are longer than that, waits for turns and repetitions shorter.
    private static readonly TimeSpan s_near = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(1);

    // Signs can come between a look and the wait for them.
    private const int PatienceMilliseconds = 5;

    private readonly FakeTimeProvider _time = new(begin);
    private readonly object _gate = new();
    private int _underWay;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = _time.CreateTimer(callback, state, dueTime, period);
        Wake();
        return timer;
    }

    /// <summary>When the next timer falls due; null where none waits.</summary>
    public DateTimeOffset? NextDue => _time.NextDue;

    /// <summary>A request begins; waits while the clock moves.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _underWay++;
        }
    }

    /// <summary>A request was answered.</summary>
    public void End()
    {
        lock (_gate)
        {
            _underWay--;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Something may have changed that <see cref="MoveWith"/> waits for.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Moves both clocks to a time, or by a millisecond where it has passed.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        lock (_gate)
        {
            Move(time);
        }
    }

    /// <summary>Moves both clocks to the next timer, or up to a time, as soon as a call waits for nothing else; returns at once when the call has ended.</summary>
    /// <param name="call">The call; null for none, when only requests of others are waited for.</param>
    /// <param name="most">Latest time to move to.</param>
    public void MoveWith(Task? call, DateTimeOffset most)
    {
        lock (_gate)
        {
            while (call is not { IsCompleted: true })
            {
                DateTimeOffset due = _time.NextDue ?? DateTimeOffset.MaxValue;
                if (_underWay == 0 && (call is null || due - GetUtcNow() < s_near))
                {
                    Move(due < most ? due : most);
                    return;
                }

                Monitor.Wait(_gate, PatienceMilliseconds);
            }
        }
    }

    /// <summary>Lets a call come to its end.</summary>
    public T Finish<T>(Task<T> call)
    {
        _ = call.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!call.IsCompleted)
        {
            MoveWith(call, DateTimeOffset.MaxValue);
        }

        return call.GetAwaiter().GetResult();
    }

    // The emulator goes first: what it does on the way is there when the engine wakes.
    private void Move(DateTimeOffset time)
    {
        DateTimeOffset now = GetUtcNow();
        time = time > now ? time : now + s_step;
        moveService(time);
        _time.Advance(time - now);
    }
}
