using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Planning.Slowness;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HtcFlow.Engine.Health;

/// <summary>Excuses slow ends while they come in surges.</summary>
public sealed class SurgeWatch(CampaignState state, ILogger log)
{
    private readonly Dictionary<int, SlowSurge> _surges = [];
    private readonly HashSet<int> _surging = [];

    /// <summary>Gives facts back with the verdicts on slow ends as they ought to be.</summary>
    /// <param name="array">Array that was looked at.</param>
    /// <param name="facts">What was read of it.</param>
    /// <param name="running">Elements of its stage that run now; 0 when nobody counts them.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<Fact> Review(ArrayState array, IReadOnlyList<Fact> facts, long running, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(facts);
        Fact[]? reviewed = null;
        for (int f = 0; f < facts.Count; f++)
        {
            if (facts[f] is Fact.AttemptsEnded ended && IsExcused(array.Stage, ended, running, now))
            {
                StageState stage = state.Stages[array.Stage];
                reviewed ??= [.. facts];
                reviewed[f] = new Fact.AttemptsEnded(ended.Array, [.. ended.Ends.Select(end => Excuse(stage, end))]);
            }
        }

        return reviewed ?? facts;
    }

    private bool IsExcused(int stage, Fact.AttemptsEnded ended, long running, DateTimeOffset now)
    {
        int slow = 0;
        int ends = 0;
        foreach (AttemptEnd end in ended.Ends)
        {
            slow += end.Outcome == Outcome.Slow ? 1 : 0;
            ends += end.Outcome is Outcome.Slow or Outcome.Succeeded or Outcome.Failed ? 1 : 0;
        }

        if (!_surges.TryGetValue(stage, out SlowSurge? surge))
        {
            _surges[stage] = surge = new SlowSurge(state.Stages[stage]);
        }

        bool isExcused = surge.Add(ends, slow, running, now);
        if (!isExcused)
        {
            _surging.Remove(stage);
        }
        else if (_surging.Add(stage))
        {
            EngineLog.SlowSurge(log, state.Stages[stage].Spec.Name);
        }

        return isExcused && slow > 0;
    }

    private static AttemptEnd Excuse(StageState stage, AttemptEnd end) => end.Outcome == Outcome.Slow
        ? end with { Verdict = RetryPolicy.DecideInSurge(stage.Spec.Retry, end.Verdict, end.Attempt, stage.Ledger.FailuresOf(end.Index)) }
        : end;
}
