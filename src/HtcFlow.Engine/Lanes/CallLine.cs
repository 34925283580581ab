namespace HtcFlow.Engine.Lanes;

/// <summary>The calls that wait for a backend: in the order in which they came, but nothing stands behind all submissions of a burst.</summary>
/// <remarks>
/// A hundred submissions to a service that takes fifty a second are two seconds, and thirty thousand are ten minutes in which nobody would look at what
/// runs. So other calls go first, as long as they have taken less than a quarter of the time since the burst began. The loop has one call an array
/// under way at a time, so calls about one array are never in the line together, and keep their order whatever goes first.
/// </remarks>
public sealed class CallLine
{
    // Other calls may take a third of what submissions took: a quarter of both.
    private const int SubmissionShare = 3;

    private readonly Queue<LaneCall> _submissions = new();
    private readonly Queue<LaneCall> _others = new();
    private TimeSpan _submitting;
    private TimeSpan _otherwise;

    /// <summary>Number of calls that wait.</summary>
    public int Count => _submissions.Count + _others.Count;

    /// <summary>Adds a call.</summary>
    public void Add(LaneCall call) => (call is LaneCall.Submit ? _submissions : _others).Enqueue(call);

    /// <summary>Takes the next call; null when none waits.</summary>
    public LaneCall? Take()
    {
        if (_submissions.Count == 0)
        {
            // The burst is over; the next one is counted anew.
            (_submitting, _otherwise) = (TimeSpan.Zero, TimeSpan.Zero);
            return _others.TryDequeue(out LaneCall? only) ? only : null;
        }

        bool isOtherNext = _others.Count > 0 && _otherwise * SubmissionShare <= _submitting;
        return (isOtherNext ? _others : _submissions).Dequeue();
    }

    /// <summary>Says how long a call took.</summary>
    public void Spend(LaneCall call, TimeSpan time)
    {
        if (call is LaneCall.Submit)
        {
            _submitting += time;
        }
        else
        {
            _otherwise += time;
        }
    }
}
