using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning.Slowness;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;

namespace HtcFlow.Engine.Health;

/// <summary>Remembers what ran at the latest looks, and now and then asks which of it takes too long.</summary>
public sealed class StragglerWatch
{
    // A straggler is found within a twentieth of the median; walking over all that runs must not happen at every turn.
    private const int LooksPerMedian = 20;
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    private readonly CampaignState _state;
    private readonly bool _isWanted;
    private readonly Dictionary<ArrayId, RunningArray> _seen = [];
    private readonly Queue<(DateTimeOffset At, int Stage, long Count)> _stops = new();
    private DateTimeOffset _next;

    /// <summary>Begins to watch.</summary>
    /// <param name="state">State of the campaign.</param>
    /// <param name="begin">When the engine took it over.</param>
    public StragglerWatch(CampaignState state, DateTimeOffset begin)
    {
        ArgumentNullException.ThrowIfNull(state);
        _state = state;
        _isWanted = state.Stages.Any(IsWatched);

        // What the engine before stopped lately is not known, so that a whole window is taken for used up.
        _next = state.Arrays.Count == 0 ? begin : begin + StragglerPolicy.Window;
    }

    /// <summary>Takes in a look at an array.</summary>
    public void See(ArrayState array, ArrayStatus status, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(status);
        if (_isWanted && status.IsKnown && IsWatched(_state.Stages[array.Stage]))
        {
            _seen[array.Id] = new RunningArray(array, status.Running, now);
        }
    }

    /// <summary>Which attempts are to be stopped now.</summary>
    public IReadOnlyList<Fact> Plan(DateTimeOffset now)
    {
        if (!_isWanted || now < _next || _state.Phase != CampaignPhase.Active)
        {
            return [];
        }

        foreach (ArrayId over in _seen.Where(s => s.Value.Array.Phase != ArrayPhase.Submitted).Select(s => s.Key).ToList())
        {
            _seen.Remove(over);
        }

        while (_stops.TryPeek(out (DateTimeOffset At, int Stage, long Count) old) && old.At <= now - StragglerPolicy.Window)
        {
            _stops.Dequeue();
        }

        TimeSpan wait = s_longest;
        var facts = new List<Fact>();
        foreach (StageState stage in _state.Stages.Where(IsWatched))
        {
            TimeSpan look = stage.Walls.Quantile(0.5) / LooksPerMedian;
            wait = look < wait ? look : wait;
            long lately = _stops.Where(s => s.Stage == stage.Index).Sum(s => s.Count);
            IReadOnlyList<Fact> stops = StragglerPolicy.Plan(stage, _seen.Values.Where(r => r.Array.Stage == stage.Index), lately);
            facts.AddRange(stops);
            long count = stops.Sum(f => ((Fact.AttemptsStopped)f).Tasks.Count);
            if (count > 0)
            {
                _stops.Enqueue((now, stage.Index, count));
            }
        }

        _next = now + (wait < s_shortest ? s_shortest : wait);
        return facts;
    }

    private static bool IsWatched(StageState stage) => stage.Spec.Watch.StragglerFactor > 1;
}
