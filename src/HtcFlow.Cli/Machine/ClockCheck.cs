using HtcFlow.Cli.Output;

namespace HtcFlow.Cli.Machine;

/// <summary>Looks at the clock: request signatures and journals need a year that can be.</summary>
internal static class ClockCheck
{
    // A machine without a battery starts in 1970 or 2000; this program did not exist before 2024.
    private static readonly DateTimeOffset s_earliest = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Judges a time.</summary>
    public static Finding Of(DateTimeOffset now) => Finding.If(
        now >= s_earliest, "clock", Amounts.Moment(now), Finding.Missing, "timedatectl set-ntp true");
}
