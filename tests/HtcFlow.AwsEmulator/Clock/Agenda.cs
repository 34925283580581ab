namespace HtcFlow.AwsEmulator.Clock;

/// <summary>Every moment that the emulator waits for, in one heap behind one timer.</summary>
/// <remarks>All state of the emulator changes under <see cref="Gate"/>: in a request, in a moment that has come, in the end of a process.</remarks>
internal sealed class Agenda : IDisposable
{
    private static readonly TimeSpan s_soonest = TimeSpan.FromTicks(1);
    private static readonly TimeSpan s_farthest = TimeSpan.FromDays(20);

    private readonly PriorityQueue<AgendaEntry, (long Ticks, long Order)> _heap = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _order;
    private long _running;
    private long _armed = long.MaxValue;
    private bool _isOver;

    public Agenda(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static state => ((Agenda)state!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The lock of the whole emulator.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What is done once after all that was due at one moment, and after each request.</summary>
    public Action Settle { get; set; } = static () => { };

    /// <summary>The moment that is being worked on, or the clock's time.</summary>
    public DateTimeOffset Now => new(NowTicks, TimeSpan.Zero);

    /// <summary><see cref="Now"/> in ticks of 100 ns.</summary>
    public long NowTicks => _running != 0 ? _running : _time.GetUtcNow().UtcTicks;

    /// <summary><see cref="Now"/> in milliseconds since 1970.</summary>
    public long NowMilliseconds => Now.ToUnixTimeMilliseconds();

    /// <summary>Moments that are waited for.</summary>
    public int Waiting => _heap.Count;

    /// <summary>Enters a moment after a span.</summary>
    public void After(TimeSpan span, IAgendaTarget target, int what, int first = 0, int second = 0)
    {
        long ticks = NowTicks + Math.Max(0, span.Ticks);
        _heap.Enqueue(new AgendaEntry(target, what, first, second), (ticks, _order++));
        if (_running == 0 && ticks < _armed)
        {
            Arm(ticks);
        }
    }

    /// <summary>Does something under the lock after what is due, and settles.</summary>
    public T Do<T>(Func<T> work)
    {
        lock (Gate)
        {
            RunDue();
            try
            {
                return work();
            }
            finally
            {
                Settle();
                RunDue();
            }
        }
    }

    /// <summary>Does something under the lock after what is due, and settles.</summary>
    public void Do(Action work) => Do(() =>
    {
        work();
        return true;
    });

    public void Dispose()
    {
        lock (Gate)
        {
            _isOver = true;
            _heap.Clear();
        }

        _timer.Dispose();
    }

    private void Run()
    {
        lock (Gate)
        {
            if (_running != 0 || _isOver)
            {
                return;
            }

            _armed = long.MaxValue;
            RunDue();
        }
    }

    private void RunDue()
    {
        if (_running != 0 || _isOver)
        {
            return;
        }

        long now = _time.GetUtcNow().UtcTicks;
        while (_heap.TryPeek(out _, out (long Ticks, long Order) first) && first.Ticks <= now)
        {
            _running = first.Ticks;
            while (_heap.TryPeek(out _, out (long Ticks, long Order) next) && next.Ticks == first.Ticks)
            {
                AgendaEntry entry = _heap.Dequeue();
                entry.Target.OnDue(entry.What, entry.First, entry.Second);
            }

            Settle();
        }

        _running = 0;
        if (_heap.TryPeek(out _, out (long Ticks, long Order) head) && head.Ticks < _armed)
        {
            Arm(head.Ticks);
        }
    }

    private void Arm(long ticks)
    {
        _armed = ticks;
        TimeSpan wait = TimeSpan.FromTicks(ticks - _time.GetUtcNow().UtcTicks);
        _timer.Change(wait < s_soonest ? s_soonest : wait > s_farthest ? s_farthest : wait, Timeout.InfiniteTimeSpan);
    }
}
