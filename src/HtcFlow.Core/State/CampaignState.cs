using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;

namespace HtcFlow.Core.State;

/// <summary>Everything known about a campaign, rebuilt from its journal. Changed by <see cref="Transitions.Applier"/> alone.</summary>
/// <remarks>Not safe for threads: the engine's loop owns it; views are made from a replay of their own.</remarks>
public sealed class CampaignState
{
    private readonly List<ArrayState> _arrays = [];
    private readonly SortedDictionary<int, ArrayState> _open = [];

    /// <summary>The campaign as submitted.</summary>
    public CampaignSpec Spec { get; private set; } = null!;

    /// <summary>Characters that end every job name.</summary>
    public string BirthMark { get; private set; } = "";

    /// <summary>Its stages, in the order of the spec.</summary>
    public IReadOnlyList<StageState> Stages { get; private set; } = [];

    /// <summary>All arrays; array <c>n</c> stands at position <c>n - 1</c>.</summary>
    public IReadOnlyList<ArrayState> Arrays => _arrays;

    /// <summary>Arrays that are planned or submitted, ascending by number.</summary>
    public IReadOnlyCollection<ArrayState> OpenArrays => _open.Values;

    /// <summary>Where the campaign stands.</summary>
    public CampaignPhase Phase { get; internal set; }

    /// <summary>Why it is held; empty otherwise.</summary>
    public string HoldReason { get; internal set; } = "";

    /// <summary>Time of the first fact.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Time of the latest fact.</summary>
    public DateTimeOffset LatestAt { get; internal set; }

    /// <summary>Number of facts applied.</summary>
    public long Sequence { get; internal set; }

    /// <summary>Attempts that had to be made again.</summary>
    public long RetriedAttempts { get; internal set; }

    /// <summary>Number that the next array gets.</summary>
    public ArrayId NextArray => new(_arrays.Count + 1);

    /// <summary>Number of tasks of all stages in a state.</summary>
    public long Tally(TaskState state) => Stages.Sum(stage => stage.Ledger.Tally(state));

    /// <summary>Array by number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such array.</exception>
    public ArrayState ArrayOf(ArrayId id) => _arrays[id.Value - 1];

    internal void Create(CampaignSpec spec, string birthMark, DateTimeOffset at)
    {
        Spec = spec;
        BirthMark = birthMark;
        CreatedAt = at;
        Phase = CampaignPhase.Active;
        StageState[] stages = spec.Stages.Select((stage, index) => new StageState(index, stage)).ToArray();
        Stages = stages;
        foreach (StageState stage in stages)
        {
            stage.After = stage.Spec.After.Select(edge => new EdgeState(edge, stages[spec.StageIndexOf(edge.Stage)], stage)).ToArray();
        }

        foreach (StageState stage in stages)
        {
            stage.Before = stages.SelectMany(s => s.After).Where(edge => edge.Before == stage).ToArray();
        }
    }

    internal void Add(ArrayState array)
    {
        _arrays.Add(array);
        _open.Add(array.Id.Value, array);
    }

    internal void Close(ArrayState array, ArrayPhase phase)
    {
        array.Phase = phase;
        array.Tasks = Sweeps.IndexSet.Empty;
        _open.Remove(array.Id.Value);
    }
}
