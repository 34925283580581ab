using HtcFlow.Core.Ports;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Forecast.Virtual;

/// <summary>A lane in virtual time: one call after the other as in the real one, each taking the time that the simulated service says.</summary>
/// <remarks>A call takes effect when it begins and its reply comes when it ends, as with a service across a network.</remarks>
public sealed class VirtualLane
{
    private readonly LaneWorker _worker;
    private readonly Func<TimeSpan> _lastCallTook;
    private readonly CallLine _calls = new();
    private LaneReply? _reply;
    private DateTimeOffset _replyAt;

    /// <summary>Opens the lane.</summary>
    /// <param name="backend">A backend whose calls complete at once.</param>
    /// <param name="store">A store whose calls complete at once.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="lastCallTook">Virtual time that the latest call to the backend took.</param>
    public VirtualLane(IBackend backend, IObjectStore store, TimeProvider clock, Func<TimeSpan> lastCallTook)
    {
        _worker = new LaneWorker(backend, store, clock);
        _lastCallTook = lastCallTook;
    }

    /// <summary>Whether every call was answered and every answer was taken.</summary>
    public bool IsIdle => _reply is null && _calls.Count == 0;

    /// <summary>When the next reply comes; null when no call is under way.</summary>
    public DateTimeOffset? NextReply => _reply is null ? null : _replyAt;

    /// <summary>Queues a call.</summary>
    public void Enqueue(LaneCall call) => _calls.Add(call);

    /// <summary>Takes the reply that has come by now; null when none has.</summary>
    public LaneReply? Take(DateTimeOffset now)
    {
        if (_reply is null || _replyAt > now)
        {
            return null;
        }

        LaneReply reply = _reply;
        _reply = null;
        return reply;
    }

    /// <summary>Begins the next call when none is under way.</summary>
    public void Work(DateTimeOffset now)
    {
        if (_reply is not null || _calls.Take() is not { } call)
        {
            return;
        }

        Task<LaneReply> work = _worker.ExecuteAsync(call, CancellationToken.None);
        if (!work.IsCompleted)
        {
            throw new InvalidOperationException("A simulated backend or store waits for something; in virtual time nobody moves the clock meanwhile.");
        }

        _reply = work.GetAwaiter().GetResult();
        TimeSpan took = _lastCallTook();
        _calls.Spend(call, took);
        _replyAt = now + took;
    }
}
