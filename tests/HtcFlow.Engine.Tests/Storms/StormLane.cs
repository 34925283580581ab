using HtcFlow.Core.Ports;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>A lane in virtual time whose replies take their time: some come after newer ones, some come twice.</summary>
internal sealed class StormLane(StormPlan plan, IBackend backend, IObjectStore store, TimeProvider time, CrashPoints points, Random dice)
{
    private readonly LaneWorker _worker = new(backend, store, time);
    private readonly Queue<LaneCall> _calls = new();
    private readonly List<(DateTimeOffset Due, LaneReply Reply, bool IsFirst)> _replies = [];

    /// <summary>Whether every call was answered and every answer was taken at least once.</summary>
    public bool IsIdle => _calls.Count == 0 && !_replies.Exists(r => r.IsFirst);

    /// <summary>Whether replies come at once and once only.</summary>
    public bool IsCalm { get; set; }

    /// <summary>When the next reply comes.</summary>
    public DateTimeOffset? Next => _replies.Count == 0 ? null : _replies.Min(r => r.Due);

    public void Enqueue(LaneCall call) => _calls.Enqueue(call);

    /// <summary>Makes the next calls, at least one when one waits.</summary>
    public void Work(DateTimeOffset now)
    {
        for (int c = 0; _calls.Count > 0 && (c == 0 || IsCalm || dice.Next(4) > 0); c++)
        {
            points.Pass("before a call");
            Task<LaneReply> work = _worker.ExecuteAsync(_calls.Dequeue(), CancellationToken.None);
            Assert.True(work.IsCompleted, "something waits although nobody moves the clock");
            LaneReply reply = work.GetAwaiter().GetResult();
            points.Pass("after a call");
            _replies.Add((now + WaitFor(plan.HoldsReplies), reply, true));
            if (plan.RepeatsReplies && !IsCalm && dice.Next(8) == 0)
            {
                _replies.Add((now + WaitFor(true), reply, false));
            }
        }
    }

    /// <summary>Takes a reply that has come; null when none has.</summary>
    public LaneReply? Take(DateTimeOffset now)
    {
        int at = _replies.FindIndex(r => r.Due <= now);
        if (at < 0)
        {
            return null;
        }

        LaneReply reply = _replies[at].Reply;
        if (!_replies[at].IsFirst && _replies.Exists(r => r.IsFirst && ReferenceEquals(r.Reply, reply)))
        {
            // The copy came first: what follows is the repetition.
            int first = _replies.FindIndex(r => r.IsFirst && ReferenceEquals(r.Reply, reply));
            _replies[first] = _replies[first] with { IsFirst = false };
        }

        _replies.RemoveAt(at);
        return reply;
    }

    private TimeSpan WaitFor(bool isLong) => TimeSpan.FromMilliseconds(
        IsCalm ? 0 : !isLong || dice.Next(3) > 0 ? dice.Next(300) : dice.Next(60_000));
}
