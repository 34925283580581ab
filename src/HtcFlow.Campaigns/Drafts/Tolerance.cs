namespace HtcFlow.Campaigns.Drafts;

/// <summary>Failed tasks with which a stage still counts as done: a number, or a share of its tasks.</summary>
/// <param name="Tasks">Number; 0 when a share is given.</param>
/// <param name="Percent">Share, 0 .. 100; 0 when a number is given.</param>
internal readonly record struct Tolerance(long Tasks, decimal Percent)
{
    /// <summary>Number of tasks of a stage with <paramref name="count"/> of them, rounded down.</summary>
    public long Of(long count) => Percent > 0 ? (long)(count * Percent / 100m) : Tasks;
}
