using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>Looks at each task that starts whether the store has what it waits for.</summary>
internal sealed class Dependents(CampaignSpec spec)
{
    private readonly Dictionary<(string Stage, EdgeSpec Edge), (GroupKey Before, GroupKey After)> _groups = [];

    /// <summary>Tasks that started too early; must stay empty.</summary>
    public List<string> Premature { get; } = [];

    public void Check(StormStore store, StageSpec stage, long task)
    {
        foreach (EdgeSpec edge in spec.Stages[spec.StageIndexOf(stage.Name)].After)
        {
            StageSpec before = spec.Stages[spec.StageIndexOf(edge.Stage)];
            List<long> needed = [.. Needed(stage, edge, before, task)];
            long missing = needed.Count(i => !store.IsAccepted(before.Name, i));

            // An edge to single tasks tolerates nothing; a group has to have one result at least.
            bool isUsable = missing == 0 || edge.Kind switch
            {
                EdgeKind.All => missing <= before.Tolerate,
                EdgeKind.Axes => missing < needed.Count && missing <= before.Tolerate,
                _ => false,
            };
            if (!isUsable)
            {
                Premature.Add($"{stage.Name}/{task} before {missing} of {needed.Count} tasks of {before.Name}");
            }
        }
    }

    private IEnumerable<long> Needed(StageSpec stage, EdgeSpec edge, StageSpec before, long task)
    {
        switch (edge.Kind)
        {
            case EdgeKind.All:
                return Enumerable.Range(0, (int)before.Sweep.Count).Select(i => (long)i);
            case EdgeKind.Each:
                return [task];
            default:
                if (!_groups.TryGetValue((stage.Name, edge), out (GroupKey Before, GroupKey After) keys))
                {
                    StageSpec after = spec.Stages[spec.StageIndexOf(stage.Name)];
                    _groups[(stage.Name, edge)] = keys = (new GroupKey(before.Sweep, edge.Axes), new GroupKey(after.Sweep, edge.Axes));
                }

                return keys.Before.MembersOf(keys.After.GroupOf(task));
        }
    }
}
