using HtcFlow.Core.Money;

namespace HtcFlow.Core.Planning.Weighing;

/// <summary>What happened at a target between two looks, by stage.</summary>
/// <param name="Dollars">Dollars.</param>
/// <param name="Finished">Tasks that finished.</param>
internal sealed record TargetStretch(double[] Dollars, long[] Finished)
{
    /// <summary>The latest stretch of a target that is long enough and in which enough finished; null when there is none.</summary>
    /// <param name="looks">Looks, the earliest first.</param>
    /// <param name="count">How many of them count.</param>
    /// <param name="target">Position of the target.</param>
    /// <param name="policy">How long, and how much.</param>
    public static TargetStretch? Latest(IReadOnlyList<CostLook> looks, int count, int target, WeighingPolicy policy)
    {
        CostLook latest = looks[count - 1];
        if (latest.Targets[target] is not { } now)
        {
            return null;
        }

        // The last one begins where the campaign did.
        for (int b = count - 2; b >= -1; b--)
        {
            if (b >= 0 && (looks[b].Targets[target] is null || latest.At - looks[b].At < policy.Window))
            {
                continue;
            }

            TargetStretch stretch = Between(b >= 0 ? looks[b].Targets[target] : null, now);
            if (stretch.Finished.Sum() >= policy.LeastSimulations)
            {
                return stretch;
            }
        }

        return null;
    }

    // Later looks know better what earlier ones estimated, so that a sum can shrink a little.
    private static TargetStretch Between(TargetMoney? then, TargetMoney now) => new(
        [.. now.Dollars.Select((dollars, s) => Math.Max(0, dollars - (then?.Dollars[s] ?? 0)))],
        [.. now.Finished.Select((finished, s) => Math.Max(0, finished - (then?.Finished[s] ?? 0)))]);
}
