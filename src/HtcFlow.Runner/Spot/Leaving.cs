using HtcFlow.Core.Guards;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Spot;

/// <summary>Leads one running command off a machine that will go: a checkpoint at once, then computing until the time is needed to ship.</summary>
internal sealed class Leaving
{
    // A command that was asked for a checkpoint and has not shown how long it takes.
    private static readonly TimeSpan s_assumedCheckpoint = TimeSpan.FromSeconds(10);

    // What waits to be shipped changes while the command goes on.
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);

    private readonly SpotNews _news;
    private readonly Progress? _progress;
    private readonly bool _canCheckpoint;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private bool _wasAtRisk;
    private SpotNotice? _notice;
    private long _asked;
    private int _begun;
    private TimeSpan? _checkpoint;
    private bool _fitted = true;

    public Leaving(SpotNews news, Progress? progress, bool canCheckpoint, TimeProvider time, Action<string> say)
    {
        _news = news;
        _progress = progress;
        _canCheckpoint = canCheckpoint;
        _time = time;
        _say = say;
    }

    /// <summary>Wait until the next step can come; null when nothing is foreseen.</summary>
    public TimeSpan? Wait { get; private set; }

    /// <summary>Why the command is stopped, one line.</summary>
    public string Reason => _notice is { Action: "hibernate" } ? "the instance is about to hibernate" : $"the machine is being taken away ({_notice?.Action})";

    /// <summary>Time that is left for the command's last files, with what must remain for their shipping taken off.</summary>
    public TimeSpan Left => _notice is null ? TimeSpan.Zero : Until(_notice) - Evacuation.Safety;

    /// <summary>Says what to do now.</summary>
    public LeavingStep Advance()
    {
        if (_news.Notice is { } notice)
        {
            bool isFirst = _notice is null;
            _notice = notice;
            return Plan(notice, isFirst);
        }

        if (_news.IsAtRisk && !_wasAtRisk)
        {
            _wasAtRisk = true;
            _say("the cloud recommends to leave this machine" + (_canCheckpoint ? "; the command is asked for a checkpoint and goes on" : ""));
            return _canCheckpoint ? Ask() : LeavingStep.None;
        }

        return LeavingStep.None;
    }

    private LeavingStep Plan(SpotNotice notice, bool isFirst)
    {
        if (isFirst && _progress is not null)
        {
            _progress.Urgency.IsDeadlineNear = true;
        }

        if (_asked != 0 && _checkpoint is null && _progress is not null && _progress.HasCommittedAfter(_begun))
        {
            _checkpoint = _time.GetElapsedTime(_asked);
        }

        Backlog? backlog = _progress?.Backlog;
        long checkpointBytes = _canCheckpoint ? backlog?.CheckpointBytes ?? 0 : 0;
        long waiting = (backlog?.Bytes ?? 0) + checkpointBytes;
        TimeSpan now = _time.GetElapsedTime(0);
        TimeSpan deadline = now + Until(notice);
        Evacuation plan = Evacuation.Plan(
            now, deadline, backlog?.Estimate(checkpointBytes) ?? TimeSpan.Zero, _canCheckpoint ? _checkpoint ?? s_assumedCheckpoint : TimeSpan.Zero);
        if (isFirst || (_fitted && !plan.Fits && now < deadline))
        {
            _fitted = plan.Fits;
            _say($"{Reason}: {plan.Text(now, deadline, waiting)}");
        }

        if (now >= plan.AskAt)
        {
            Wait = null;
            return LeavingStep.Stop;
        }

        TimeSpan wait = plan.AskAt - now;
        Wait = wait < s_again ? wait : s_again;
        return isFirst && _canCheckpoint ? Ask() : LeavingStep.None;
    }

    private LeavingStep Ask()
    {
        _asked = _time.GetTimestamp();
        _begun = _progress?.Begun ?? 0;
        return LeavingStep.AskCheckpoint;
    }

    private TimeSpan Until(SpotNotice notice)
    {
        double seconds = (notice.Deadline - _time.GetTimestamp()) / (double)_time.TimestampFrequency;
        return TimeSpan.FromSeconds(Math.Max(0, seconds));
    }
}
