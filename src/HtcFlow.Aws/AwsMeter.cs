using System.Collections.Concurrent;

namespace HtcFlow.Aws;

/// <summary>Counts calls, by operation.</summary>
/// <remarks>Callers: any thread.</remarks>
public sealed class AwsMeter
{
    private readonly ConcurrentDictionary<string, CallCount> _counts = new(StringComparer.Ordinal);
    private long _aheadTicks;

    /// <summary>The counts so far, by <c>service:operation</c>, for example <c>batch:SubmitJob</c>.</summary>
    public IReadOnlyDictionary<string, CallCount> Counts => new Dictionary<string, CallCount>(_counts);

    /// <summary>The counts of a service's operations together.</summary>
    /// <param name="service">For example <c>batch</c>.</param>
    public CallCount Sum(string service) => _counts
        .Where(pair => pair.Key.StartsWith(service + ":", StringComparison.Ordinal))
        .Aggregate(default(CallCount), static (sum, pair) => sum + pair.Value);

    /// <summary>How far the clock of whichever service answered last is ahead of this machine's, to the second; zero before.</summary>
    public TimeSpan ClockAhead => TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));

    internal void SawClock(TimeSpan ahead) => Interlocked.Exchange(ref _aheadTicks, ahead.Ticks);

    internal void Add(string action, CallCount more) => _counts.AddOrUpdate(action, more, (_, count) => count + more);
}
