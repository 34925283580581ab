using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Billing;

/// <summary>Writes the bill as EC2 does for Linux: from the second at which an instance runs to that at which it begins to shut down, at least a minute.</summary>
/// <remarks>A spot instance that EC2 takes away within its first hour costs nothing.</remarks>
internal static class Accountant
{
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_free = TimeSpan.FromHours(1);

    /// <summary>The bill up to now.</summary>
    public static IReadOnlyList<BillLine> Bill(Emulator emulator)
    {
        DateTimeOffset now = emulator.Agenda.Now;
        return
        [
            .. from region in emulator.Regions.Values
               from instance in region.Fleet.Instances
               where instance.RunningAt is not null
               group instance by (Region: region, instance.Type, instance.Zone, instance.IsSpot) into kind
               orderby kind.Key.Region.Name, kind.Key.Type.Name, kind.Key.Zone
               select new BillLine(
                   kind.Key.Region.Name,
                   kind.Key.Type.Name,
                   kind.Key.Zone,
                   kind.Key.IsSpot ? "spot" : "on-demand",
                   kind.Count(),
                   kind.Sum(instance => (End(instance, now) - instance.RunningAt!.Value).TotalSeconds),
                   kind.Sum(instance => Cost(instance, now))),
        ];

        static DateTimeOffset End(Instance instance, DateTimeOffset now) => instance.ShutDownAt ?? now;

        static decimal Cost(Instance instance, DateTimeOffset now)
        {
            DateTimeOffset from = instance.RunningAt!.Value;
            TimeSpan ran = End(instance, now) - from;
            return instance is { IsSpot: true, IsReclaimed: true } && ran < s_free
                ? 0
                : instance.Region.Market.Cost(instance.Type, instance.Zone, instance.IsSpot, from, from + (ran < s_least ? s_least : ran));
        }
    }
}
