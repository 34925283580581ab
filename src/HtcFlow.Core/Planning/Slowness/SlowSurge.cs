using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Planning.Slowness;

/// <summary>Notices when far more attempts of a stage end as too slow than usual: then something that they share is slow (the store, the
/// network), and the ends must not use up the tasks' attempts.</summary>
/// <remarks>
/// Kept in memory only: what follows from it stands in the verdicts. A surge ends after an hour whatever happens, because by then it is what
/// the tasks are like, and a task that is always too slow has to fail.
/// </remarks>
public sealed class SlowSurge
{
    /// <summary>Time over which ends are compared with what was usual before, unless so many end that <see cref="WindowEnds"/> suffice.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Longest time for which ends are excused.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Ends that are compared at least, where there are as many: a surge shows among the latest, however many succeeded before.</summary>
    public const int WindowEnds = 50;

    // And it takes away more than 5 % of what runs within the window: slow hosts, of which there are two or three in a hundred, show all at
    // once too, when the guards of attempts that began together run out.
    private const double LeastShareOfRunning = 0.05;

    // A surge is at least ten slow ends, more than a fifth of all ends, and four times the usual share; of fewer than 100 ends nothing is usual.
    private const int LeastSlow = 10;
    private const double LeastShare = 0.2;
    private const int Multiple = 4;
    private const int LeastUsual = 100;

    private readonly Queue<(DateTimeOffset At, int Ends, int Slow, bool Excused)> _recent = new();
    private readonly Queue<(DateTimeOffset At, int Slow)> _window = new();
    private long _windowSlow;
    private long _recentEnds;
    private long _recentSlow;
    private long _usualEnds;
    private long _usualSlow;
    private DateTimeOffset? _since;

    /// <summary>Begins with what is known of a stage.</summary>
    public SlowSurge(StageState stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        _usualSlow = stage.Outcomes[(int)Outcome.Slow];
        _usualEnds = _usualSlow + stage.Outcomes[(int)Outcome.Succeeded] + stage.Outcomes[(int)Outcome.Failed];
    }

    /// <summary>Takes ends in and says whether the slow ones among them are to be excused.</summary>
    /// <param name="ends">Ends that succeeded, failed or were too slow.</param>
    /// <param name="slow">Those that were too slow.</param>
    /// <param name="running">Elements that run now; 0 when nobody counts them.</param>
    /// <param name="now">Now.</param>
    public bool Add(int ends, int slow, long running, DateTimeOffset now)
    {
        while (_window.TryPeek(out (DateTimeOffset At, int Slow) early) && early.At < now - Window)
        {
            _windowSlow -= _window.Dequeue().Slow;
        }

        if (slow > 0)
        {
            _window.Enqueue((now, slow));
            _windowSlow += slow;
        }

        while (_recent.TryPeek(out (DateTimeOffset At, int Ends, int Slow, bool Excused) old)
            && (old.At < now - Window || _recentEnds - old.Ends >= WindowEnds))
        {
            _recent.Dequeue();
            _recentEnds -= old.Ends;
            _recentSlow -= old.Slow;
            _usualEnds += old.Excused ? 0 : old.Ends;
            _usualSlow += old.Excused ? 0 : old.Slow;
        }

        _recentEnds += ends;
        _recentSlow += slow;
        bool isSurge = IsSurge(running) && _windowSlow > running * LeastShareOfRunning;
        _since = isSurge ? _since ?? now : null;
        bool isExcused = isSurge && now - _since <= Longest;
        _recent.Enqueue((now, ends, slow, isExcused));
        return isExcused;
    }

    private bool IsSurge(long running)
    {
        // What runs on is not slow: in the first hours of a stage of long tasks only slow ones have ended.
        double usual = _usualEnds < LeastUsual ? 1 : (double)_usualSlow / (_usualEnds + running);
        return _recentSlow >= LeastSlow && _recentSlow > _recentEnds * Math.Max(LeastShare, Multiple * usual);
    }
}
