using HtcFlow.Core.Planning.Hosts;
using HtcFlow.Core.State;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Health;

/// <summary>Keeps a backend told of the hosts that are to get no work.</summary>
/// <remarks>What was told is kept in memory only: an engine that starts tells it again, which is harmless.</remarks>
public sealed class AvoidedHosts(CampaignState state)
{
    // Each call tells of all of them, so that many that are found one after the other make few calls.
    private static readonly TimeSpan s_gather = TimeSpan.FromMinutes(1);
    private bool _hasNews = state.Quarantined.Count > 0;
    private DateTimeOffset _notBefore;
    private DateTimeOffset? _nextEnd;

    /// <summary>When there is something to tell; null when nothing is foreseen.</summary>
    public DateTimeOffset? NextDue => _hasNews ? _notBefore : _nextEnd;

    /// <summary>A host was quarantined.</summary>
    public void Add() => _hasNews = true;

    /// <summary>Telling failed; it is tried again after a wait.</summary>
    public void Return(DateTimeOffset notBefore)
    {
        _hasNews = true;
        _notBefore = notBefore;
    }

    /// <summary>Takes what is to be told now: all hosts in quarantine, whenever one was added or has served its time.</summary>
    public IReadOnlyList<LaneCall> Take(DateTimeOffset now)
    {
        if (NextDue is not { } due || now < due)
        {
            return [];
        }

        IReadOnlyList<string> hosts = QuarantinePolicy.InForce(state, now);
        _hasNews = false;
        _notBefore = now + s_gather;
        _nextEnd = hosts.Count == 0 ? null : hosts.Min(host => state.Quarantined[host]);
        return [new LaneCall.Avoid(hosts)];
    }
}
