using HtcFlow.Core.Facts;

namespace HtcFlow.Engine.Views;

/// <summary>Measures how many tasks succeeded per second over the last minute of facts; fed by replay and live alike.</summary>
public sealed class RateMeter
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);
    private readonly Queue<(DateTimeOffset At, int Count)> _recent = new();
    private long _sum;
    private DateTimeOffset _first;

    /// <summary>Nothing is known of what happened before.</summary>
    public void Begin(DateTimeOffset at) => _first = at;

    /// <summary>Takes a fact into account.</summary>
    public void Add(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Fact is Fact.EngineStarted)
        {
            // Time in which no engine watched says nothing about the rate.
            _recent.Clear();
            _sum = 0;
            _first = entry.At;
        }

        if (entry.Fact is Fact.AttemptsEnded ended)
        {
            int succeeded = ended.Ends.Count(e => e.Verdict == Verdict.Accept);
            _recent.Enqueue((entry.At, succeeded));
            _sum += succeeded;
            Trim(entry.At);
        }
    }

    /// <summary>Tasks per second at a time; 0 while too little is known.</summary>
    public double PerSecond(DateTimeOffset now)
    {
        Trim(now);
        DateTimeOffset from = _first > now - s_window ? _first : now - s_window;
        double seconds = (now - from).TotalSeconds;
        return seconds < 1 || _sum == 0 ? 0 : _sum / seconds;
    }

    private void Trim(DateTimeOffset now)
    {
        while (_recent.Count > 0 && _recent.Peek().At < now - s_window)
        {
            _sum -= _recent.Dequeue().Count;
        }
    }
}
