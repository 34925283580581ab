using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Planning;

/// <summary>Writes the order that travels with an array.</summary>
public static class OrderBuilder
{
    // A guard's bar doubles with each bad end of the task: 8 times the first limit is the most.
    private const int MostRises = 3;

    /// <summary>Builds the order of an array that is planned; but for what is known of siblings, it is the same whenever it is built.</summary>
    public static StageOrder For(CampaignState state, ArrayState array, SiblingPace? siblings = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        CampaignSpec campaign = state.Spec;
        ArgumentNullException.ThrowIfNull(array);
        StageSpec stage = campaign.Stages[array.Stage];
        return new StageOrder
        {
            Campaign = campaign.Name,
            Store = campaign.Store,
            Array = array.Id.Value,
            Attempt = array.Attempt,
            Indices = array.Tasks.ToString(),
            Pack = array.Pack,
            Raised = array.Attempt > 1 ? RaisedOf(state.Stages[array.Stage], array.Tasks) : [],

            // Where the stage may run is the engine's matter, and each variable of a backend is short.
            Stage = stage.Targets is null ? stage : stage with { Targets = null },
            Variables = campaign.Variables,
            Upstreams = UpstreamsOf(campaign, stage),
            Siblings = siblings,
        };
    }

    private static string[] RaisedOf(StageState stage, IndexSet tasks)
    {
        var raised = new List<long>[MostRises];
        int most = 0;
        foreach (long task in tasks)
        {
            int rises = Math.Min(stage.Ledger.FailuresOf(task), MostRises);
            if (rises > 0)
            {
                (raised[rises - 1] ??= []).Add(task);
                most = Math.Max(most, rises);
            }
        }

        return [.. raised.Take(most).Select(static set => set is null ? "" : IndexSet.Of(set).ToString())];
    }

    private static Dictionary<string, UpstreamOrder> UpstreamsOf(CampaignSpec campaign, StageSpec stage)
    {
        var upstreams = new Dictionary<string, UpstreamOrder>(StringComparer.Ordinal);
        foreach (InputSpec.StageResults results in stage.Inputs.OfType<InputSpec.StageResults>())
        {
            StageSpec before = campaign.Stages[campaign.StageIndexOf(results.Stage)];
            upstreams[before.Name] = new UpstreamOrder(before.Sweep, before.Tolerate);
        }

        return upstreams;
    }
}
