using System.Globalization;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Money;
using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning.Weighing;

/// <summary>Decides by what simulations cost how the shares of targets are to change: rarely, by much, and never to nothing.</summary>
/// <remarks>
/// Stages cost different amounts and need not run everywhere, so targets are compared by what their simulations cost over what the same ones would have
/// cost at the mean of all targets, over the stages that finished something at two targets at least. Up to <see cref="WeighingPolicy.Slack"/> times the
/// cheapest a target keeps its weight; beyond that the weight falls with the square of the cost, so that one of twice the cost has a third of it.
/// Two looks in a row have to ask for the same change.
/// </remarks>
public static class TargetWeighing
{
    /// <summary>Decides after a look.</summary>
    /// <param name="state">State of the campaign.</param>
    /// <param name="looks">Looks, the earliest first, each with a row for each target and stage.</param>
    /// <param name="policy">How quickly, and by how much evidence.</param>
    /// <param name="now">Now.</param>
    /// <returns>The fact; null when everything stays as it is.</returns>
    public static Fact.TargetsWeighed? Plan(CampaignState state, IReadOnlyList<CostLook> looks, WeighingPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(looks);
        ArgumentNullException.ThrowIfNull(policy);
        if (state.Targets.Count < 2 || looks.Count == 0)
        {
            return null;
        }

        TargetWeight[] latest = Measure(state, looks, looks.Count, policy);
        TimeSpan since = now - state.Targets.Max(t => t.WeighedAt);
        if (Array.TrueForAll(latest, w => w.Dollars == 0) || since < policy.LeastPause)
        {
            return null;
        }

        TargetWeight[]? before = looks.Count < 2 ? null : Measure(state, looks, looks.Count - 1, policy);
        if (before is not null && state.Targets.Any(t => IsMove(t, latest[t.Index], policy) is not 0 and var move && move == IsMove(t, before[t.Index], policy)))
        {
            return new Fact.TargetsWeighed(latest);
        }

        bool isNew = state.Targets.Any(t => latest[t.Index].Dollars > 0 && t.Measured is not { Dollars: > 0 });
        return isNew || since >= policy.Refresh
            ? new Fact.TargetsWeighed([.. state.Targets.Select(t => latest[t.Index] with { Factor = FactorOf(t) })])
            : null;
    }

    private static double FactorOf(TargetState target) => target.Measured?.Factor ?? 1;

    // Which way a factor is to move: 1 up, -1 down, 0 when it is near enough.
    private static int IsMove(TargetState target, TargetWeight wanted, WeighingPolicy policy)
    {
        double change = wanted.Factor / FactorOf(target);
        return change >= 1 + policy.LeastChange ? 1 : change <= 1 / (1 + policy.LeastChange) ? -1 : 0;
    }

    private static TargetWeight[] Measure(CampaignState state, IReadOnlyList<CostLook> looks, int count, WeighingPolicy policy)
    {
        TargetStretch?[] stretches = [.. state.Targets.Select(t => TargetStretch.Latest(looks, count, t.Index, policy))];
        int[] stages = [.. Enumerable.Range(0, state.Stages.Count).Where(s => stretches.Count(x => x?.Finished[s] > 0) > 1)];
        double[] means = [.. stages.Select(s => stretches.Sum(x => x?.Dollars[s] ?? 0) / stretches.Sum(x => x?.Finished[s] ?? 0))];
        (long Finished, double Dollars, double Ratio)[] measured =
        [
            .. stretches.Select(x =>
            {
                long finished = x is null ? 0 : stages.Sum(s => x.Finished[s]);
                double dollars = x is null ? 0 : stages.Sum(s => x.Dollars[s]);
                double usual = x is null ? 0 : stages.Select((s, at) => x.Finished[s] * means[at]).Sum();
                return finished >= policy.LeastSimulations && dollars > 0 ? (finished, dollars, dollars / usual) : (finished, 0, 0);
            }),
        ];
        double best = measured.Where(m => m.Ratio > 0).Select(m => m.Ratio).DefaultIfEmpty().Min();
        bool isComparable = measured.Count(m => m.Ratio > 0) > 1;
        return
        [
            .. state.Targets.Select(t => measured[t.Index] is { Ratio: > 0 } m && isComparable
                ? new TargetWeight(FactorFor(m.Ratio / best, policy), m.Dollars / m.Finished, m.Finished, Describe(m.Ratio / best, m.Finished))
                : new TargetWeight(FactorOf(t), 0, measured[t.Index].Finished, Unknown(measured[t.Index].Finished))),
        ];
    }

    private static double FactorFor(double excess, WeighingPolicy policy) =>
        excess <= policy.Slack ? 1 : Math.Max(policy.Floor, Math.Pow(policy.Slack / excess, 2));

    private static string Describe(double excess, long finished) => string.Create(
        CultureInfo.InvariantCulture, $"{(excess == 1 ? "the cheapest" : $"{excess:0.00} times the cheapest")}, by {finished} simulations");

    private static string Unknown(long finished) => string.Create(
        CultureInfo.InvariantCulture, $"{finished} simulations with a price, and of stages that ran elsewhere too, are too few to compare");
}
