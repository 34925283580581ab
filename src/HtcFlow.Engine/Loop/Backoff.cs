namespace HtcFlow.Engine.Loop;

/// <summary>Waits between calls that fail: 0.5 s, doubling to a minute, halved or increased by half at random so that engines spread out.</summary>
public sealed class Backoff(Random dice)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    // 0.5 s * 2^7 = 64 s is past the longest wait.
    private const int MostDoublings = 7;
    private int _failures;
    private DateTimeOffset _until;

    /// <summary>A call succeeded.</summary>
    public void Reset()
    {
        _failures = 0;
        _until = default;
    }

    /// <summary>A call failed; gives the wait before the next one.</summary>
    /// <remarks>Calls that were queued before the first one failed fail for the same reason: they share its wait and double nothing.</remarks>
    /// <param name="now">Now.</param>
    /// <param name="atLeast">Wait that the other side asked for.</param>
    public TimeSpan Next(DateTimeOffset now, TimeSpan atLeast)
    {
        if (now >= _until)
        {
            TimeSpan wait = s_first * Math.Pow(2, Math.Min(_failures++, MostDoublings));
            _until = now + ((wait > s_longest ? s_longest : wait) * (0.5 + dice.NextDouble()));
        }

        _until = now + atLeast > _until ? now + atLeast : _until;
        return _until - now;
    }
}
