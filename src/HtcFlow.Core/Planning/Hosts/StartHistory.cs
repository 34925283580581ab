namespace HtcFlow.Core.Planning.Hosts;

/// <summary>How many elements of a stage had started when, from which follows how many at least have run for longer than a time.</summary>
/// <remarks>Backends count what runs and what has ended, and do not tell which of the elements started when.</remarks>
internal sealed class StartHistory
{
    // A look a minute for 12 hours; before that nothing is known to have started, which errs on the side of fewer survivors.
    private const int MostLooks = 720;
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private readonly List<(DateTimeOffset At, long Started)> _looks = [];
    private long _started;
    private long _ended;

    /// <summary>Elements that run.</summary>
    public long Running => _started - _ended;

    public void Add(long started, long ended, DateTimeOffset now)
    {
        _started += started;
        _ended += ended;
        if (_looks.Count > 0 && now < _looks[^1].At + s_interval)
        {
            return;
        }

        if (_looks.Count == MostLooks)
        {
            _looks.RemoveRange(0, MostLooks / 4);
        }

        _looks.Add((now, _started));
    }

    /// <summary>Elements that have run for longer than a time and run still, at least: if all that ended were the oldest ones.</summary>
    public long LongerThan(TimeSpan time, DateTimeOffset now)
    {
        // What started with it and met the same end is told a little later: a look, and a moment for being stopped.
        DateTimeOffset before = now - time - s_interval - (time / 50);
        int low = 0;
        int high = _looks.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _looks[middle].At <= before ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : Math.Max(0, _looks[low - 1].Started - _ended);
    }
}
