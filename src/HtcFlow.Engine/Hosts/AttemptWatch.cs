using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Engine.Lanes;
using Microsoft.Extensions.Logging;

namespace HtcFlow.Engine.Hosts;

/// <summary>Looks over the ends of attempts for what no single array shows: hosts that spoil what they run.</summary>
public sealed class AttemptWatch
{
    private readonly HostWatch? _hosts;
    private readonly AvoidedHosts? _avoided;

    /// <summary>Begins to watch.</summary>
    /// <param name="state">State of the campaign.</param>
    /// <param name="log">Log.</param>
    /// <param name="hasHostControl">Whether the backend can keep work away from hosts; otherwise nobody is blamed.</param>
    public AttemptWatch(CampaignState state, ILogger log, bool hasHostControl)
    {
        _hosts = hasHostControl ? new HostWatch(state, log) : null;
        _avoided = hasHostControl ? new AvoidedHosts(state) : null;
    }

    /// <summary>When there is something to tell the backend; null when nothing is foreseen.</summary>
    public DateTimeOffset? NextDue => _avoided?.NextDue;

    /// <summary>Looks over what was read of one array before it is recorded.</summary>
    public IReadOnlyList<Fact> Review(ArrayState array, IReadOnlyList<Fact> facts, ArrayObservation seen, DateTimeOffset now)
    {
        _hosts?.See(array, facts, seen, now);
        return facts;
    }

    /// <summary>Takes the facts that were decided since it was last asked.</summary>
    public IReadOnlyList<Fact> Take() => _hosts?.Take() ?? [];

    /// <summary>Takes the calls that are to be made now.</summary>
    public IReadOnlyList<LaneCall> Calls(DateTimeOffset now) => _avoided?.Take(now) ?? [];

    /// <summary>A host was quarantined.</summary>
    public void OnQuarantined() => _avoided?.Add();

    /// <summary>Telling the backend failed; it is tried again after a wait.</summary>
    public void OnFailure(DateTimeOffset notBefore) => _avoided?.Return(notBefore);
}
