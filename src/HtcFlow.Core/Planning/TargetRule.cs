using System.Globalization;
using HtcFlow.Core.Facts;
using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning;

/// <summary>Decides for how long a target that would not take arrays gets none, while the others go on.</summary>
public static class TargetRule
{
    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);

    // 1 min * 2^5 = 32 min is past the longest wait.
    private const int MostDoublings = 5;

    /// <summary>Whether other targets can take what one refuses; a campaign with one target, or none, is held instead.</summary>
    public static bool FailsOver(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Targets.Count > 1;
    }

    /// <summary>Suspends a target that refused: for a minute, doubling to half an hour while it takes nothing in between.</summary>
    /// <returns>The fact; null when it is suspended already, because a call that was on its way by then tells nothing new.</returns>
    public static Fact.TargetSuspended? Suspend(TargetState target, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(target);
        TimeSpan wait = s_first * (1 << Math.Min(target.Suspensions, MostDoublings));
        return target.IsOpen(now) ? new Fact.TargetSuspended(target.Index, now + (wait < s_longest ? wait : s_longest), reason) : null;
    }

    /// <summary>Why no target takes arrays at present, or none of those that a stage is pinned to, for people; empty when one does.</summary>
    public static string Outage(CampaignState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Next(state.Targets, now) is { } next)
        {
            return Describe("every target is suspended", next);
        }

        foreach (StageState stage in state.Stages.Where(s => s.Spec.Targets is not null && !s.IsComplete))
        {
            if (Next(state.Targets.Where(stage.MayUse), now) is { } awaited)
            {
                return Describe($"every target of stage {stage.Spec.Name} is suspended", awaited);
            }
        }

        return "";
    }

    private static TargetState? Next(IEnumerable<TargetState> targets, DateTimeOffset now) =>
        targets.MinBy(t => t.SuspendedUntil) is { } next && !next.IsOpen(now) ? next : null;

    private static string Describe(string what, TargetState next) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what}; '{next.Spec.Name}' is tried again at {next.SuspendedUntil:yyyy-MM-dd HH:mm:ss} UTC: {next.Reason}");
}
