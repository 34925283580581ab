using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;

namespace HtcFlow.Core.State;

/// <summary>Everything known about a campaign, rebuilt from its journal. Changed by <see cref="Transitions.Applier"/> alone.</summary>
/// <remarks>Not safe for threads: the engine's loop owns it; views are made from a replay of their own.</remarks>
public sealed class CampaignState
{
    private readonly ArrayList _arrays = new();
    // Ascending by number. Walked several times a turn, which is what a sorted tree is slow at; numbers ascend, so that adding is at the end.
    private readonly List<ArrayState> _open = [];
    private readonly SortedDictionary<string, DateTimeOffset> _quarantined = new(StringComparer.Ordinal);

    /// <summary>The campaign as submitted.</summary>
    public CampaignSpec Spec { get; private set; } = null!;

    /// <summary>Characters that end every job name.</summary>
    public string BirthMark { get; private set; } = "";

    /// <summary>Its stages, in the order of the spec.</summary>
    public IReadOnlyList<StageState> Stages { get; private set; } = [];

    /// <summary>Places among which arrays are shared out; empty when there is one only.</summary>
    public IReadOnlyList<TargetState> Targets { get; private set; } = [];

    /// <summary>Hosts that are to get no work, with the end of that.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Quarantined => _quarantined;

    /// <summary>The host that was quarantined last, with the reason; empty when none ever was.</summary>
    public string LatestQuarantine { get; internal set; } = "";

    /// <summary>All arrays, ascending by number; see <see cref="ArrayOf"/>.</summary>
    public IReadOnlyList<ArrayState> Arrays => _arrays;

    /// <summary>Arrays that are planned or submitted, ascending by number.</summary>
    public IReadOnlyCollection<ArrayState> OpenArrays => _open;

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
    public ArrayId NextArray => _arrays.Next;

    /// <summary>Number of tasks of all stages in a state.</summary>
    public long Tally(TaskState state) => Stages.Sum(stage => stage.Ledger.Tally(state));

    /// <summary>Array by number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such array.</exception>
    public ArrayState ArrayOf(ArrayId id) =>
        _arrays.Find(id) ?? throw new ArgumentOutOfRangeException(nameof(id), id.Value, "There is no such array.");

    /// <summary>Array by number; null when there is none.</summary>
    public ArrayState? FindArray(ArrayId id) => _arrays.Find(id);

    internal void Create(CampaignSpec spec, string birthMark, DateTimeOffset at)
    {
        Spec = spec;
        BirthMark = birthMark;
        CreatedAt = at;
        Phase = CampaignPhase.Active;
        StageState[] stages = spec.Stages.Select((stage, index) => new StageState(index, stage)).ToArray();
        Stages = stages;
        Targets = spec.Backend.Targets is { } targets ? [.. targets.Select((target, index) => new TargetState(index, target))] : [];
        foreach (StageState stage in stages)
        {
            stage.After = stage.Spec.After.Select(edge => new EdgeState(edge, stages[spec.StageIndexOf(edge.Stage)], stage)).ToArray();
        }

        foreach (StageState stage in stages)
        {
            stage.Before = stages.SelectMany(s => s.After).Where(edge => edge.Before == stage).ToArray();
        }
    }

    /// <summary>Runs of consecutive array numbers: number of the first array and its position.</summary>
    internal IReadOnlyList<(int Number, int Position)> ArrayRuns => _arrays.Runs;

    /// <summary>Adds a host as a snapshot knows it, also one that has served its time.</summary>
    internal void Restore(string host, DateTimeOffset until) => _quarantined[host] = until;

    /// <summary>Adds an array as a snapshot knows it, open or closed.</summary>
    internal void Restore(ArrayState array)
    {
        if (array.Phase is ArrayPhase.Planned or ArrayPhase.Submitted)
        {
            Add(array);
        }
        else
        {
            _arrays.Add(array);
        }
    }

    internal void Add(ArrayState array)
    {
        _arrays.Add(array);
        _open.Insert(~PlaceOf(array.Id), array);
    }

    internal void Close(ArrayState array, ArrayPhase phase)
    {
        array.Phase = phase;
        array.Tasks = Sweeps.IndexSet.Empty;
        array.Stopped = Sweeps.IndexSet.Empty;
        array.StartList = null;
        int place = PlaceOf(array.Id);
        if (place >= 0)
        {
            _open.RemoveAt(place);
        }
    }

    // Hosts that have served their time are dropped with the next one that comes, so that the list grows with the fleet and not with time.
    internal void Quarantine(string host, DateTimeOffset until, string reason)
    {
        foreach (string past in _quarantined.Where(q => q.Value <= LatestAt).Select(q => q.Key).ToList())
        {
            _quarantined.Remove(past);
        }

        _quarantined[host] = until;
        LatestQuarantine = $"{host}: {reason}";
    }

    internal void Recover(string birthMark, ArrayId next)
    {
        BirthMark = birthMark;
        _arrays.JumpTo(next);
    }

    // Place of an open array, or the complement of where it would be.
    private int PlaceOf(ArrayId id)
    {
        int low = 0;
        int high = _open.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int at = _open[middle].Id.Value;
            if (at == id.Value)
            {
                return middle;
            }

            (low, high) = at < id.Value ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
