using HtcFlow.Core.Ports;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Views;

namespace HtcFlow.Engine.Loop;

/// <summary>Drives a campaign in real time: one loop, one lane, until every task is final or it is told to stop.</summary>
public sealed class CampaignEngine
{
    private static readonly TimeSpan s_viewInterval = TimeSpan.FromMilliseconds(200);
    private readonly EngineParts _parts;
    private readonly EngineCore _core;
    private readonly SteadyClock _clock;
    private DateTimeOffset _nextView;
    private DateTimeOffset _newsSince;

    private CampaignEngine(EngineParts parts)
    {
        _parts = parts;
        _core = new EngineCore(parts);
        _clock = new SteadyClock(parts.Time, _core.State.LatestAt);
    }

    /// <summary>Replays the journal and takes the campaign over.</summary>
    /// <exception cref="FaultException">The journal cannot be read or written.</exception>
    public static CampaignEngine Open(EngineParts parts) => new(parts);

    /// <summary>The campaign as it stands; call it from the thread that runs the engine, or when it does not run.</summary>
    public CampaignView View() => _core.View(_clock.Now());

    /// <summary>Works until every task is final, the campaign is held and quiet, or <paramref name="stop"/> is cancelled.</summary>
    /// <exception cref="FaultException">The journal cannot be written any more; nothing that was reported is lost.</exception>
    public async Task<EngineEnd> RunAsync(CancellationToken stop)
    {
        await using var lane = new Lane(_parts.Backend, _parts.Store, _parts.Time);
        while (true)
        {
            DateTimeOffset now = _clock.Now();
            TakeReplies(lane, now);
            try
            {
                foreach (LaneCall call in _core.Advance(now))
                {
                    await lane.EnqueueAsync(call, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Calls that were not queued are planned again by the next engine.
            }

            EngineEnd end = stop.IsCancellationRequested ? EngineEnd.Stopped : _core.End;
            bool over = end == EngineEnd.Stopped || (end != EngineEnd.None && lane.IsIdle);
            Show(now, over);
            if (over)
            {
                _core.Rest();
                return end;
            }

            await WaitAsync(lane, now, stop);
        }
    }

    private void TakeReplies(Lane lane, DateTimeOffset now)
    {
        while (lane.TryTake(out LaneReply? reply))
        {
            if (reply is LaneReply.News)
            {
                _newsSince = _newsSince == default ? now + _core.NewsInterval : _newsSince;
            }
            else
            {
                _core.OnReply(reply, now);
            }
        }

        if (_newsSince != default && _newsSince <= now)
        {
            _newsSince = default;
            _core.OnReply(new LaneReply.News(), now);
        }
    }

    private void Show(DateTimeOffset now, bool last)
    {
        if (_parts.OnView is not null && (last || now >= _nextView))
        {
            _nextView = now + s_viewInterval;
            _parts.OnView(_core.View(now));
        }
    }

    private async Task WaitAsync(Lane lane, DateTimeOffset now, CancellationToken stop)
    {
        DateTimeOffset wake = _core.NextWake(now);
        wake = _newsSince != default && _newsSince < wake ? _newsSince : wake;

        // Whole milliseconds, rounded up: a timer that fires just before its time would have the loop spin until it has come.
        var pause = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((wake - now).TotalMilliseconds)));
        using var timer = new CancellationTokenSource(pause, _parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        try
        {
            await lane.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Time to look again, or to stop: the loop finds out which.
        }
    }
}
