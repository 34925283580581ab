namespace HtcFlow.Runner.Supervise;

/// <summary>What became of a started command.</summary>
/// <param name="End">Its end.</param>
/// <param name="Stop">Why the runner ended it; null when it ended by itself.</param>
/// <param name="Elapsed">Time from start to end.</param>
internal sealed record RunResult(ChildEnd End, StopCause? Stop, TimeSpan Elapsed)
{
    /// <summary>Why somebody else killed it, where that is known.</summary>
    public string? WhyKilled { get; init; }
}
