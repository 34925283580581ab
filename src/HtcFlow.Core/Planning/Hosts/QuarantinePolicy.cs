using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning.Hosts;

/// <summary>Decides whether a host that is blamed may be taken out of service.</summary>
public static class QuarantinePolicy
{
    /// <summary>How long a host gets no work: a working day is not lost to a disturbance that has passed, nor much work to one that has not.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(6);

    /// <summary>A fleet of fewer hosts keeps them all; a local machine never shuts itself out.</summary>
    public const int LeastFleet = 5;

    // At most one host in twenty (5 %): when more are blamed it is the campaign, or what all hosts share, and not the hosts.
    private const int HostsPerQuarantine = 20;

    /// <summary>Whether another host may be taken out.</summary>
    /// <param name="hosts">Hosts that work or worked lately, those in quarantine included.</param>
    /// <param name="inForce">Hosts in quarantine now.</param>
    public static bool Allows(int hosts, int inForce) => hosts >= LeastFleet && inForce < Math.Max(1, hosts / HostsPerQuarantine);

    /// <summary>Hosts that are to get no work at a time.</summary>
    public static IReadOnlyList<string> InForce(CampaignState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return [.. state.Quarantined.Where(q => q.Value > now).Select(q => q.Key)];
    }
}
