using HtcFlow.Core.Ports.Abilities;

namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>A cloud that keeps work away from the hosts that it is told.</summary>
internal sealed class HostedCloud(StormPlan plan, StormStore store, StormFloor floor, TimeProvider clock, CrashPoints points, Random dice)
    : StormCloud(plan, store, floor, clock, points, dice), IHostControl
{
    public Task AvoidAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken) => Do("avoid", () =>
    {
        Floor.Hosts.Avoid(hosts);
        return true;
    });
}
