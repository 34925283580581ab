using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning.Slowness;

/// <summary>Chooses the tasks of a stage whose reports tell how fast its tasks usually go.</summary>
/// <remarks>Two rounds of sixteen: the first tasks that succeed are not the usual ones, so that the second round waits for four times as many.</remarks>
public static class PaceSample
{
    /// <summary>Most reports of a round; 32 a stage in all, whatever its size.</summary>
    public const int Most = 16;

    /// <summary>Reports that make a median worth trusting.</summary>
    public const int Least = 10;

    // Successes that the rounds wait for.
    private static readonly int[] s_rounds = [20, 80];

    // A ledger of 10^7 tasks is not walked through for a sample: so many looks find successes even where they are rare.
    private const int MostLooks = 4_096;

    /// <summary>Whether the stage asks for what is found out.</summary>
    public static bool IsWanted(StageState stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Spec.Watch.Pace > 0 || stage.Spec.Watch.BandwidthShare > 0;
    }

    /// <summary>Rounds for which enough tasks have succeeded.</summary>
    public static int RoundsDue(StageState stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        long succeeded = stage.Ledger.Tally(TaskState.Succeeded);
        return s_rounds.Count(least => succeeded >= least);
    }

    /// <summary>Picks succeeded tasks, spread over the whole stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="round">Which round, from 0; each begins at another place.</param>
    public static IReadOnlyList<long> Pick(StageState stage, int round)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var picked = new List<long>();
        long count = stage.Ledger.Count;
        long stride = Math.Max(1, count / MostLooks);
        int spread = (int)Math.Max(1, stage.Ledger.Tally(TaskState.Succeeded) / stride / Most);
        int seen = 0;
        for (long index = round * stride / 2; index < count && picked.Count < Most; index += stride)
        {
            if (stage.Ledger.StateOf(index) == TaskState.Succeeded && seen++ % spread == round % spread)
            {
                picked.Add(index);
            }
        }

        return picked;
    }
}
