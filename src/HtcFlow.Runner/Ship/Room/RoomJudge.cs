namespace HtcFlow.Runner.Ship.Room;

/// <summary>Decides from how full scratch space is whether shipping comes first and whether the command has to wait for it. Pure.</summary>
/// <remarks>A pause is worth it only while uploads make room, and is bounded: a command that stands still for ever is worse than one
/// that fails for want of space.</remarks>
internal sealed class RoomJudge
{
    /// <summary>From here on shipping comes first.</summary>
    public const double Filling = 0.80;

    /// <summary>From here on it is calm again; the distance keeps a file or two from making news each.</summary>
    private const double Calm = 0.75;

    /// <summary>From here on the command waits.</summary>
    public const double Full = 0.95;

    /// <summary>Below this it goes on.</summary>
    public const double Roomy = 0.85;

    /// <summary>Longest pause at a stretch: at 50 MB/s 30 GB are shipped meanwhile.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private bool _isFilling;
    private bool _isPaused;
    private bool _isSpent;
    private TimeSpan _pausedAt;

    /// <summary>Judges a reading.</summary>
    /// <param name="now">Time on any clock.</param>
    /// <param name="share">How full it is, 0 to 1.</param>
    /// <param name="canShip">Whether something waits or is in flight whose shipping makes room.</param>
    /// <param name="mustRun">Whether the command is needed: it was asked for a checkpoint, or is being ended.</param>
    public RoomStep Judge(TimeSpan now, double share, bool canShip, bool mustRun)
    {
        bool wasFilling = _isFilling;
        _isFilling = share >= (wasFilling ? Calm : Filling);
        if (_isPaused && (share < Roomy || !canShip || mustRun || now - _pausedAt >= LongestPause))
        {
            _isSpent = now - _pausedAt >= LongestPause;
            _isPaused = false;
        }
        else if (!_isPaused && !_isSpent && share >= Full && canShip && !mustRun)
        {
            _isPaused = true;
            _pausedAt = now;
        }

        _isSpent &= share >= Roomy;
        return new RoomStep(_isFilling, _isFilling && !wasFilling, _isPaused);
    }
}
