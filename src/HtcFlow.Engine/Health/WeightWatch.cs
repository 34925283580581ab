using HtcFlow.Core.Facts;
using HtcFlow.Core.Money;
using HtcFlow.Core.Planning.Weighing;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.State;

namespace HtcFlow.Engine.Health;

/// <summary>Remembers what targets had cost at earlier looks, and has their shares follow.</summary>
/// <param name="state">State of the campaign.</param>
/// <param name="costs">What knows the costs; null when nobody does.</param>
/// <param name="policy">How quickly, and by how much evidence.</param>
public sealed class WeightWatch(CampaignState state, ITargetCosts? costs, WeighingPolicy policy)
{
    // A day of looks every five minutes. Targets of which so many show too little are measured since the campaign began.
    private const int MostLooks = 288;
    private readonly List<CostLook> _looks = [];

    /// <summary>Decides after each new look.</summary>
    public IReadOnlyList<Fact> Plan(DateTimeOffset now)
    {
        if (costs?.Latest is not { } latest || state.Targets.Count < 2 || (_looks.Count > 0 && latest.At <= _looks[^1].At))
        {
            return [];
        }

        _looks.Add(latest);
        if (_looks.Count > MostLooks)
        {
            _looks.RemoveAt(0);
        }

        return TargetWeighing.Plan(state, _looks, policy, now) is { } fact ? [fact] : [];
    }
}
