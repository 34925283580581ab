using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning.Hosts;
using HtcFlow.Core.State;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HtcFlow.Engine.Health;

/// <summary>Gathers evidence about hosts from what is seen, and says which of them are to get no more work.</summary>
public sealed class HostWatch(CampaignState state, ILogger log)
{
    private readonly HostBook _book = new();
    private readonly List<Fact> _decided = [];
    private bool _hasComplained;

    /// <summary>Takes in what a look at an array has shown; call it before the facts are recorded.</summary>
    public void See(ArrayState array, IReadOnlyList<Fact> facts, ArrayObservation seen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(seen);
        foreach (Fact fact in facts)
        {
            if (fact is not Fact.AttemptsEnded ended)
            {
                continue;
            }

            foreach (HostEnd end in HostWitness.Read(array, ended, seen.Status, seen.Keys))
            {
                // What ran on before a host was taken out is of the time that it was taken out for.
                bool isOut = state.Quarantined.TryGetValue(end.Host, out DateTimeOffset until) && until > now;
                if (!isOut && _book.Add(end, now) is { } reason)
                {
                    Judge(end.Host, reason, now);
                }
            }
        }
    }

    /// <summary>Elements of a stage have started and ended since the look before.</summary>
    public void Count(int stage, long started, long ended, DateTimeOffset now) => _book.See(stage, started, ended, now);

    /// <summary>Weighs again what could not be weighed before.</summary>
    public void Reconsider(DateTimeOffset now)
    {
        foreach ((string host, string reason) in _book.Reconsider(now))
        {
            Judge(host, reason, now);
        }
    }

    /// <summary>Takes the facts that were decided since it was last asked.</summary>
    public IReadOnlyList<Fact> Take()
    {
        if (_decided.Count == 0)
        {
            return [];
        }

        Fact[] facts = [.. _decided];
        _decided.Clear();
        return facts;
    }

    private void Judge(string host, string reason, DateTimeOffset now)
    {
        if (_decided.OfType<Fact.HostQuarantined>().Any(q => q.Host == host))
        {
            return;
        }

        int inForce = QuarantinePolicy.InForce(state, now).Count + _decided.Count;
        int fleet = _book.FleetSize + inForce;
        if (QuarantinePolicy.Allows(fleet, inForce))
        {
            _book.Forget(host);
            _decided.Add(new Fact.HostQuarantined(host, now + QuarantinePolicy.Length, reason));
            _hasComplained = false;
        }
        else if (!_hasComplained)
        {
            _hasComplained = true;
            EngineLog.TooManyHosts(log, host, reason, fleet, inForce);
        }
    }
}
