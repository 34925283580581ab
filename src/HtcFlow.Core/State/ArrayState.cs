using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.State;

/// <summary>One array. Changed by <see cref="Transitions.Applier"/> alone.</summary>
public sealed class ArrayState
{
    internal ArrayState(ArrayId id, int stage, int attempt, IndexSet tasks, int pack, JobName name, TargetState? target)
    {
        Id = id;
        Stage = stage;
        Attempt = attempt;
        Tasks = tasks;
        Pack = pack;
        Name = name;
        Target = target;
        TaskCount = tasks.Count;
    }

    /// <summary>Its number.</summary>
    public ArrayId Id { get; }

    /// <summary>Position of its stage.</summary>
    public int Stage { get; }

    /// <summary>Attempt number of all its tasks.</summary>
    public int Attempt { get; }

    /// <summary>Its tasks; emptied when it is closed, so that a long campaign does not remember every index set.</summary>
    public IndexSet Tasks { get; internal set; }

    /// <summary>Number of its tasks.</summary>
    public long TaskCount { get; internal init; }

    /// <summary>Tasks per element.</summary>
    public int Pack { get; }

    /// <summary>Name in the backend.</summary>
    public JobName Name { get; }

    /// <summary>Target that it is for; null when the campaign has none.</summary>
    public TargetState? Target { get; }

    /// <summary>Where it stands.</summary>
    public ArrayPhase Phase { get; internal set; } = ArrayPhase.Planned;

    /// <summary>The backend's own id, empty until submitted.</summary>
    public string BackendId { get; internal set; } = "";

    /// <summary>Tasks whose attempt in this array has ended.</summary>
    public long EndedTasks { get; internal set; }

    /// <summary>Whether tasks were cancelled of which the backend must be told.</summary>
    public bool HasCancelledTasks { get; internal set; }

    /// <summary>Tasks whose attempts the engine gave up on because they take too long; not all of them have ended.</summary>
    public IndexSet Stopped { get; internal set; } = IndexSet.Empty;

    /// <summary>When its tasks were seen to start, where the stage is watched for stragglers; empty otherwise and when it is closed.</summary>
    /// <remarks>16 bytes a range of tasks that started together; nothing for the tasks of a look that found no new ones.</remarks>
    public IReadOnlyList<RunStart> Starts => StartList is null ? [] : StartList;

    internal List<RunStart>? StartList { get; set; }

    /// <summary>Number of the latest fact that ended or cancelled tasks of it; 0 when there was none.</summary>
    public long ChangedAt { get; internal set; }

    /// <summary>Number of elements.</summary>
    public int Elements => checked((int)((TaskCount + Pack - 1) / Pack));

    /// <summary>Handle for calls to the backend.</summary>
    public JobHandle Handle => new(Name, BackendId, Target?.Spec.Name ?? "");

    /// <summary>Tasks of a set of elements.</summary>
    public IndexSet TasksOf(IndexSet elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return IndexSet.FromRanges(elements.Ranges.SelectMany(r => Tasks.Slice(r.First * Pack, r.Count * Pack).Ranges));
    }
}
