namespace HtcFlow.Core.Money.Instances;

/// <summary>Finds how long instances take from the request until they run, and cost: clouds tell only when they were asked for.</summary>
public static class StartDelay
{
    // Instances that say something; more would make no difference to a delay that all of them share.
    private const int MostBounds = 2_000;

    /// <summary>The delay that contradicts the fewest looks; zero when no look bounds it.</summary>
    /// <remarks>
    /// A look that finds an instance pending says that its delay is longer, a look that finds it running, or an attempt that began on it,
    /// that it is shorter. Looks come at any moment after a launch, so the bounds of many instances close in on the delay from both sides.
    /// </remarks>
    /// <param name="bounds">Shortest and longest delay that each instance can have had.</param>
    public static TimeSpan Estimate(IEnumerable<(TimeSpan Least, TimeSpan Most)> bounds)
    {
        (TimeSpan Least, TimeSpan Most)[] all = [.. bounds.Where(b => b.Most >= b.Least).OrderBy(b => b.Most - b.Least).Take(MostBounds)];
        if (all.Length == 0)
        {
            return TimeSpan.Zero;
        }

        // Walking up, each passed Least makes a bound fit and each passed Most breaks one.
        (TimeSpan At, int Change)[] turns = [.. all.Select(b => (b.Least, 1)).Concat(all.Select(b => (b.Most, -1))).OrderBy(t => t.Item1).ThenByDescending(t => t.Item2)];
        int fits = 0;
        int best = 0;
        TimeSpan from = default;
        TimeSpan to = default;
        for (int t = 0; t < turns.Length; t++)
        {
            fits += turns[t].Change;
            if (fits > best)
            {
                (best, from, to) = (fits, turns[t].At, turns[t + 1].At);
            }
        }

        return (from + to) / 2;
    }
}
