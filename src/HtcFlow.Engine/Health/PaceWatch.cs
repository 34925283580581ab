using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.Planning.Slowness;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Health;

/// <summary>Finds out how fast the tasks of a stage usually go, for the orders of the arrays that follow.</summary>
/// <remarks>Kept in memory only: an engine that takes over reads the same few reports again.</remarks>
public sealed class PaceWatch
{
    private readonly CampaignState _state;
    private readonly StageState[] _wanted;
    private readonly Dictionary<int, int> _asked = [];
    private readonly Dictionary<int, List<AttemptPace>> _paces = [];
    private readonly Dictionary<int, SiblingPace> _siblings = [];
    private DateTimeOffset _notBefore;

    /// <summary>Begins to watch.</summary>
    public PaceWatch(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _state = state;
        _wanted = [.. state.Stages.Where(PaceSample.IsWanted)];
    }

    /// <summary>What is known of a stage; null while too little is.</summary>
    public SiblingPace? SiblingsOf(int stage) => _siblings.GetValueOrDefault(stage);

    /// <summary>Takes the calls that are to be made now.</summary>
    public IReadOnlyList<LaneCall> Calls(DateTimeOffset now)
    {
        if (_wanted.Length == 0 || now < _notBefore)
        {
            return [];
        }

        var calls = new List<LaneCall>();
        foreach (StageState stage in _wanted)
        {
            int asked = _asked.GetValueOrDefault(stage.Index);
            if (asked < PaceSample.RoundsDue(stage))
            {
                _asked[stage.Index] = asked + 1;
                calls.Add(new LaneCall.Sample(
                    stage.Index, [.. PaceSample.Pick(stage, asked).Select(task => StoreLayout.Accepted(_state.Spec.Name, stage.Spec.Name, task))]));
            }
        }

        return calls;
    }

    /// <summary>Takes in what reports tell. An attempt that went on from a checkpoint does not show what a whole task brings.</summary>
    public void OnSampled(LaneReply.Sampled sampled)
    {
        ArgumentNullException.ThrowIfNull(sampled);
        if (!_paces.TryGetValue(sampled.Stage, out List<AttemptPace>? paces))
        {
            _paces[sampled.Stage] = paces = [];
        }

        paces.AddRange(sampled.Reports.Where(r => r.RestoredFrom == 0).Select(r => r.Pace).OfType<AttemptPace>());
        if (paces.Count >= PaceSample.Least)
        {
            _siblings[sampled.Stage] = SiblingPace.Of(paces);
        }
    }

    /// <summary>Reading failed; it is tried again after a wait.</summary>
    public void OnFailure(LaneCall.Sample call, DateTimeOffset notBefore)
    {
        ArgumentNullException.ThrowIfNull(call);
        _asked[call.Stage]--;
        _notBefore = notBefore;
    }
}
