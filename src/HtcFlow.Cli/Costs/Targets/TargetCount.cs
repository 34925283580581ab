using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Money;
using HtcFlow.Core.Money.Instances;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;

namespace HtcFlow.Cli.Costs.Targets;

/// <summary>Counts what each target of a campaign has cost, as <see cref="CostCount"/> counts it for all together.</summary>
internal static class TargetCount
{
    // One attempt in a hundred on a machine without a price is a stray; more would make a target look cheap.
    private const double MostPriceless = 0.01;

    /// <summary>Counts.</summary>
    /// <param name="state">State of the campaign.</param>
    /// <param name="store">Its store.</param>
    /// <param name="instances">Its instances.</param>
    /// <param name="prices">What they cost.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<CostLook> CountAsync(
        CampaignState state, IObjectStore store, IReadOnlyList<RentedInstance> instances, CostPrices prices, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        CampaignSpec spec = state.Spec;
        await prices.LearnAsync(instances.Select(i => i.Type), cancellationToken);

        // To the ledger each stage at each target is a stage of its own.
        int stages = spec.Stages.Count;
        var ledger = new MoneyLedger(
            stages * state.Targets.Count, instances, prices.Book, prices.VcpusOf, state.CreatedAt, CostCount.UntilOf(state, now));
        await CostCount.AddAsync(
            spec, state.LatestAt, store, prices, ledger,
            (key, stage) => TargetOf(state, key) is { } target ? (target.Index * stages) + stage : null,
            samples: null,
            cancellationToken);
        MoneyReport report = ledger.Finish();
        return new CostLook(now, [.. state.Targets.Select(t => MoneyOf([.. report.Stages.Skip(t.Index * stages).Take(stages)]))]);
    }

    // The first part of a key is the number of its array; one that the state does not know yet belongs to the next look.
    private static TargetState? TargetOf(CampaignState state, string key) =>
        int.TryParse(key.AsSpan(0, Math.Max(0, key.IndexOf('/', StringComparison.Ordinal))), NumberStyles.None, CultureInfo.InvariantCulture, out int array)
            ? state.FindArray(new ArrayId(array))?.Target
            : null;

    private static TargetMoney? MoneyOf(StageMoney[] stages) => stages.Sum(s => s.Priceless) > stages.Sum(s => s.Attempts) * MostPriceless
        ? null
        : new TargetMoney([.. stages.Select(s => s.Total + s.Idle)], [.. stages.Select(s => s.Finished)]);
}
