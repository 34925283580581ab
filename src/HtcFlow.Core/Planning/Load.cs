using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning;

/// <summary>Elements that are planned, queued or running, counted in one walk over the open arrays.</summary>
internal sealed class Load
{
    private readonly long[] _stages;
    private readonly long[] _targets;

    private Load(CampaignState state)
    {
        _stages = new long[state.Stages.Count];
        _targets = new long[Math.Max(1, state.Targets.Count)];
        foreach (ArrayState array in state.OpenArrays)
        {
            // The ends of a pack say little about its elements: it counts as the elements that the tasks left in it would fill.
            long elements = (array.TaskCount - array.EndedTasks + array.Pack - 1) / array.Pack;
            Elements += elements;
            _stages[array.Stage] += elements;
            _targets[array.Target?.Index ?? 0] += elements;
        }
    }

    /// <summary>Elements of the whole campaign.</summary>
    public long Elements { get; }

    /// <summary>Counts.</summary>
    public static Load Of(CampaignState state) => new(state);

    /// <summary>Elements of a stage.</summary>
    public long OfStage(int stage) => _stages[stage];

    /// <summary>Elements of a target.</summary>
    public long OfTarget(int target) => _targets[target];
}
