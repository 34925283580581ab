using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Markets;

namespace HtcFlow.Forecast.Worlds;

/// <summary>Makes a queue for each target of a campaign, over the machines of its region.</summary>
internal static class QueueBuilder
{
    private const string RegionOption = "region";

    /// <summary>Makes the queues.</summary>
    /// <param name="backend">The campaign's backend.</param>
    /// <param name="pools">The market's machines.</param>
    /// <param name="maxVcpus">Most processors over all queues, shared by the weights of the targets; 0 for no limit.</param>
    /// <param name="refusal">Why a target has no machines.</param>
    public static IReadOnlyList<QueueSpec> Build(
        BackendSpec backend, IReadOnlyList<MarketPool> pools, int maxVcpus, out ForecastRefusal? refusal)
    {
        IReadOnlyList<TargetSpec> targets = backend.Targets is { Count: > 0 } some ? some : [new TargetSpec("", 1, new Dictionary<string, string>())];
        double weights = targets.Sum(t => t.Weight);
        var queues = new List<QueueSpec>();
        refusal = null;
        foreach (TargetSpec target in targets)
        {
            string region = target.Options.GetValueOrDefault(RegionOption) ?? backend.Options.GetValueOrDefault(RegionOption) ?? "";
            int[] own = [.. Enumerable.Range(0, pools.Count).Where(p => region.Length == 0 || pools[p].Place.Region == region)];
            if (own.Length == 0)
            {
                string known = string.Join(", ", pools.Select(p => p.Place.Region).Distinct());
                refusal = new ForecastRefusal(
                    $"the market has no machines in region {region}{(target.Name.Length > 0 ? $", where target {target.Name} is" : "")}",
                    $"its regions are {known}; add prices of {region}, or change the region in the campaign file");
                return [];
            }

            queues.Add(new QueueSpec(target.Name, own, maxVcpus == 0 ? int.MaxValue : (int)Math.Max(1, maxVcpus * target.Weight / weights)));
        }

        return queues;
    }
}
