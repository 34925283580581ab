namespace HtcFlow.Backends.Local;

/// <summary>Waits ever longer between attempts to start a runner that this machine refuses. Belongs to the loop's thread.</summary>
internal sealed class Backoff(TimeProvider clock, Mailbox mailbox) : IDisposable
{
    // 0.1 s, 0.2 s, ... 6.4 s: a full process table empties within seconds, and a person who mends something wants to see it.
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(100);
    private const int MaxDoublings = 6;

    private ITimer? _timer;
    private int _doublings;

    /// <summary>Whether it is too early to try again.</summary>
    internal bool IsWaiting { get; private set; }

    /// <summary>An attempt failed.</summary>
    internal void Begin()
    {
        IsWaiting = true;
        _timer?.Dispose();
        _timer = clock.CreateTimer(
            _ => mailbox.Post(() => IsWaiting = false), null, s_first * (1 << _doublings), Timeout.InfiniteTimeSpan);
        _doublings = Math.Min(_doublings + 1, MaxDoublings);
    }

    /// <summary>An attempt succeeded.</summary>
    internal void Reset() => _doublings = 0;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}
