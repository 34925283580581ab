namespace HtcFlow.Core.Money.Instances;

/// <summary>The span for which an instance that runs Linux is charged by EC2.</summary>
/// <remarks>
/// Seconds from when it runs to when it begins to shut down, and at least a minute ("Amazon EC2 pricing"); nothing where EC2 itself takes a spot
/// instance away within its first hour ("Billing for interrupted Spot Instances" in its user guide).
/// </remarks>
internal static class Charges
{
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_free = TimeSpan.FromHours(1);

    /// <summary>Charges an instance; null for one that ended before the campaign or began after it.</summary>
    /// <param name="account">The instance.</param>
    /// <param name="prices">What it costs.</param>
    /// <param name="delay">Usual time between launch and run.</param>
    /// <param name="begin">When the campaign began.</param>
    /// <param name="now">Now, or when it was over.</param>
    public static InstanceCharge? Of(InstanceAccount account, PriceBook prices, TimeSpan delay, DateTimeOffset begin, DateTimeOffset now)
    {
        DateTimeOffset ran = account.StartedAt(delay);
        DateTimeOffset gone = account.EndedAt(now, out bool isSeen);
        if (account.LastEnd is null && (gone <= begin || ran >= now))
        {
            return null;
        }

        DateTimeOffset from = ran > begin ? ran : begin;
        DateTimeOffset to = Until(account, ran, gone);
        to = to > now ? now : to;
        to = to > from ? to : from;
        double? dollars = prices.Cost(account.Instance, from, to);
        return dollars is not null && IsFree(account, ran, gone)
            ? new InstanceCharge(from, to, 0, dollars.Value, isSeen)
            : new InstanceCharge(from, to, dollars, 0, isSeen);
    }

    private static bool IsFree(InstanceAccount account, DateTimeOffset from, DateTimeOffset to) =>
        account.Instance is { IsSpot: true, IsReclaimed: true, GoneAt: not null } && to - from < s_free;

    private static DateTimeOffset Until(InstanceAccount account, DateTimeOffset from, DateTimeOffset to) =>
        account.Instance.GoneAt is not null && (to > from || account.HasRun) && to - from < s_least ? from + s_least : to;
}
