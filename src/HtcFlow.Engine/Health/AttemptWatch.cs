using HtcFlow.Core.Facts;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.State;
using HtcFlow.Engine.Lanes;
using Microsoft.Extensions.Logging;

namespace HtcFlow.Engine.Health;

/// <summary>Looks over attempts for what no single array shows: hosts that spoil what they run, attempts that take far longer than others,
/// and times in which everything is slow.</summary>
public sealed class AttemptWatch
{
    private readonly ElementCounts _counts = new();
    private readonly SurgeWatch _surges;
    private readonly StragglerWatch _stragglers;
    private readonly PaceWatch _paces;
    private readonly HostWatch? _hosts;
    private readonly AvoidedHosts? _avoided;

    /// <summary>Begins to watch.</summary>
    /// <param name="state">State of the campaign.</param>
    /// <param name="log">Log.</param>
    /// <param name="hasHostControl">Whether the backend can keep work away from hosts; otherwise nobody is blamed.</param>
    /// <param name="begin">When the engine took the campaign over.</param>
    public AttemptWatch(CampaignState state, ILogger log, bool hasHostControl, DateTimeOffset begin)
    {
        _surges = new SurgeWatch(state, log);
        _stragglers = new StragglerWatch(state, begin);
        _paces = new PaceWatch(state);
        _hosts = hasHostControl ? new HostWatch(state, log) : null;
        _avoided = hasHostControl ? new AvoidedHosts(state) : null;
    }

    /// <summary>When there is something to tell the backend; null when nothing is foreseen.</summary>
    public DateTimeOffset? NextDue => _avoided?.NextDue;

    /// <summary>Looks over what was read of one array before it is recorded.</summary>
    public IReadOnlyList<Fact> Review(ArrayState array, IReadOnlyList<Fact> facts, ArrayObservation seen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(seen);
        (long started, long ended) = _counts.See(array, facts, seen.Status);
        _hosts?.Count(array.Stage, started, ended, now);
        IReadOnlyList<Fact> reviewed = _surges.Review(array, facts, _counts.RunningOf(array.Stage), now);
        _hosts?.See(array, reviewed, seen, now);
        _stragglers.See(array, seen.Status, now);
        return reviewed;
    }

    /// <summary>Takes the facts about hosts that were decided since it was last asked.</summary>
    public IReadOnlyList<Fact> Take(DateTimeOffset now)
    {
        _hosts?.Reconsider(now);
        return _hosts?.Take() ?? [];
    }

    /// <summary>Which attempts are to be stopped now.</summary>
    public IReadOnlyList<Fact> Plan(DateTimeOffset now) => _stragglers.Plan(now);

    /// <summary>Takes the calls that are to be made now.</summary>
    public IReadOnlyList<LaneCall> Calls(DateTimeOffset now) => [.. _avoided?.Take(now) ?? [], .. _paces.Calls(now)];

    /// <summary>How tasks of a stage usually go; null while nobody knows.</summary>
    public SiblingPace? SiblingsOf(int stage) => _paces.SiblingsOf(stage);

    /// <summary>Reports were read.</summary>
    public void OnSampled(LaneReply.Sampled sampled) => _paces.OnSampled(sampled);

    /// <summary>Reading reports failed; it is tried again after a wait.</summary>
    public void OnFailure(LaneCall.Sample call, DateTimeOffset notBefore) => _paces.OnFailure(call, notBefore);

    /// <summary>A host was quarantined.</summary>
    public void OnQuarantined() => _avoided?.Add();

    /// <summary>Telling the backend failed; it is tried again after a wait.</summary>
    public void OnFailure(DateTimeOffset notBefore) => _avoided?.Return(notBefore);
}
