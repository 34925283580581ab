using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;

namespace HtcFlow.Forecast.Virtual;

/// <summary>Drives the real engine through a campaign in virtual time, as <see cref="CampaignEngine"/> drives it in real time.</summary>
public sealed class VirtualEngine
{
    // Two steps are never at the same time, so that a campaign which asks for something again and again at once still gets on.
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(1);
    private readonly EngineCore _core;
    private readonly VirtualLane _lane;
    private readonly VirtualClock _clock;

    /// <summary>Takes an engine whose parts use the same clock.</summary>
    public VirtualEngine(EngineCore core, VirtualLane lane, VirtualClock clock)
    {
        _core = core;
        _lane = lane;
        _clock = clock;
    }

    /// <summary>The engine.</summary>
    public EngineCore Core => _core;

    /// <summary>Steps made so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Works until the engine has nothing more to do, a time has come, or it is cancelled.</summary>
    /// <param name="until">Virtual time at which it stops at the latest.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>Why it stopped; <see cref="EngineEnd.None"/> when the time has come.</returns>
    public EngineEnd Run(DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        while (_clock.GetUtcNow() < until)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Step() is var end and not EngineEnd.None)
            {
                return end;
            }
        }

        return EngineEnd.None;
    }

    /// <summary>Takes a reply, plans, begins a call, and moves the clock to what comes next.</summary>
    public EngineEnd Step()
    {
        Steps++;
        DateTimeOffset now = _clock.GetUtcNow();
        if (_lane.Take(now) is { } reply)
        {
            _core.OnReply(reply, now);
        }

        foreach (LaneCall call in _core.Advance(now))
        {
            _lane.Enqueue(call);
        }

        _lane.Work(now);
        if (_core.End != EngineEnd.None && _lane.IsIdle)
        {
            return _core.End;
        }

        DateTimeOffset next = _core.NextWake(now);
        next = _lane.NextReply is { } due && due < next ? due : next;
        _clock.MoveTo(next > now + s_step ? next : now + s_step);
        return EngineEnd.None;
    }
}
