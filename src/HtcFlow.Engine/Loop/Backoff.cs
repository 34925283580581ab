namespace HtcFlow.Engine.Loop;

/// <summary>Waits between calls that fail: 0.5 s, doubling to a minute, halved or increased by half at random so that engines spread out.</summary>
public sealed class Backoff(Random dice)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private int _failures;

    /// <summary>A call succeeded.</summary>
    public void Reset() => _failures = 0;

    /// <summary>A call failed; gives the wait before the next one.</summary>
    /// <param name="atLeast">Wait that the other side asked for.</param>
    public TimeSpan Next(TimeSpan atLeast)
    {
        TimeSpan wait = s_first * Math.Pow(2, Math.Min(_failures++, 10)) * (0.5 + dice.NextDouble());
        wait = wait > s_longest ? s_longest : wait;
        return wait > atLeast ? wait : atLeast;
    }
}
