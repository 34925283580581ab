using HtcFlow.Cli.Costs.Reports;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Money;
using HtcFlow.Core.Money.Instances;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Costs;

/// <summary>Counts what a campaign has cost from what it left in its store.</summary>
internal static class CostCount
{
    // A cloud gives machines back within minutes of their last work; longer they run for somebody else.
    private static readonly TimeSpan s_afterglow = TimeSpan.FromMinutes(15);

    /// <summary>Counts.</summary>
    /// <param name="campaign">Campaign.</param>
    /// <param name="store">Its store.</param>
    /// <param name="instances">Its instances.</param>
    /// <param name="prices">What they cost.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<MoneyReport> CountAsync(
        OpenCampaign campaign, IObjectStore store, IReadOnlyList<RentedInstance> instances, CostPrices prices, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        CampaignSpec spec = campaign.State.Spec;
        await prices.LearnAsync(instances.Select(i => i.Type), cancellationToken);
        var ledger = new MoneyLedger(
            spec.Stages.Count, instances, prices.Book, prices.VcpusOf, campaign.State.CreatedAt, UntilOf(campaign.State, now));
        EvenSample[] samples = [.. spec.Stages.Select(_ => new EvenSample(StageInSample.Reports))];
        await AddAsync(spec, campaign.State.LatestAt, store, prices, ledger, static (_, stage) => stage, samples, cancellationToken);
        for (int stage = 0; stage < samples.Length; stage++)
        {
            if (await StageInSample.ShareAsync(store, spec.Name, spec.Stages[stage].Name, samples[stage].Kept, cancellationToken) is { } share)
            {
                ledger.SetStageIn(stage, share);
            }
        }

        AddSilent(campaign, ledger);
        return ledger.Finish();
    }

    /// <summary>Adds all attempts that left a key.</summary>
    /// <param name="spec">Campaign.</param>
    /// <param name="latest">When those ended of which the store does not say it.</param>
    /// <param name="store">Its store.</param>
    /// <param name="prices">What machines cost.</param>
    /// <param name="ledger">Takes them.</param>
    /// <param name="stageOf">The ledger's stage for a key below the prefix of a stage, and for that stage; null for none.</param>
    /// <param name="samples">Take the tasks that succeeded, one for each stage; null when nobody wants them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task AddAsync(
        CampaignSpec spec, DateTimeOffset latest, IObjectStore store, CostPrices prices, MoneyLedger ledger, Func<string, int, int?> stageOf,
        EvenSample[]? samples, CancellationToken cancellationToken)
    {
        for (int stage = 0; stage < spec.Stages.Count; stage++)
        {
            string prefix = StoreLayout.Ledgers(spec.Name, spec.Stages[stage].Name);
            int vcpus = spec.Stages[stage].Resources.Vcpus;
            await foreach (ObjectInfo item in store.ListAsync(prefix, "", cancellationToken))
            {
                if (LedgerKey.Parse(item.Key.AsSpan(item.Key.LastIndexOf('/') + 1)) is not { } key || stageOf(item.Key[prefix.Length..], stage) is not { } at)
                {
                    continue;
                }

                if (key.Outcome == Outcome.Succeeded)
                {
                    samples?[stage].Add(key.Index);
                }

                await prices.LearnAsync(key.Machine, cancellationToken);
                DateTimeOffset end = item.StoredAt == default ? latest : item.StoredAt;
                ledger.Add(new AttemptUse(at, key.Index, key.Outcome, end, key.WallMilliseconds, vcpus, key.Host, key.Machine));
            }
        }
    }

    /// <summary>Up to when machines cost the campaign something.</summary>
    public static DateTimeOffset UntilOf(CampaignState state, DateTimeOffset now) =>
        state.Phase == CampaignPhase.Ended && state.LatestAt + s_afterglow < now ? state.LatestAt + s_afterglow : now;

    // An attempt that was lost left no key; only the journal knows of it.
    private static void AddSilent(OpenCampaign campaign, MoneyLedger ledger)
    {
        foreach (Fact.AttemptsEnded ended in campaign.Journal.Read(0).Select(entry => entry.Fact).OfType<Fact.AttemptsEnded>())
        {
            // The engine may have appended since the replay; what came later belongs to the next look.
            if (campaign.State.FindArray(ended.Array) is not { } array)
            {
                break;
            }

            foreach (AttemptEnd end in ended.Ends.Where(end => end.Outcome == Outcome.Lost))
            {
                ledger.Add(new AttemptUse(array.Stage, end.Index, Outcome.Lost, campaign.State.LatestAt, 0, 1, "", ""));
            }
        }
    }
}
