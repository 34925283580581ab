using HtcFlow.Core.Campaigns;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Planning;

/// <summary>Writes the order that travels with an array.</summary>
public static class OrderBuilder
{
    /// <summary>Builds the order of an array.</summary>
    public static StageOrder For(CampaignSpec campaign, ArrayState array)
    {
        ArgumentNullException.ThrowIfNull(campaign);
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
            Stage = stage,
            Variables = campaign.Variables,
            Upstreams = UpstreamsOf(campaign, stage),
        };
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
