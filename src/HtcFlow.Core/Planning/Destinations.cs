using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning;

/// <summary>The targets that may get arrays now, each with what it has and what it may have; a campaign without targets has one.</summary>
/// <remarks>A target's share of the window is bounded by its weight, as its cost has left it, among the open ones that an unfinished stage may use, so that a slow queue
/// does not hoard tasks; one that costs too much runs at a part of its capacity, so that no more is spent there. A stage that is pinned to some targets has room in these alone.</remarks>
internal sealed class Destinations
{
    private readonly TargetState?[] _targets;
    private readonly Claim[] _claims;
    private readonly long[] _windows;
    private long _free;

    private Destinations(TargetState?[] targets, Claim[] claims, long[] windows, long free)
    {
        _targets = targets;
        _claims = claims;
        _windows = windows;
        _free = Math.Max(0, free);
    }

    /// <summary>Finds the open targets and what each may still get of the window.</summary>
    public static Destinations Of(CampaignState state, Load load, PlanLimits limits, DateTimeOffset now)
    {
        long window = limits.WindowOf(state.Spec.Backend);
        long free = window - load.Elements;
        if (state.Targets.Count == 0)
        {
            return new Destinations([null], [new Claim(load.Elements, 1, Math.Max(0, free))], [window], free);
        }

        TargetState[] open = [.. state.Targets.Where(t => t.IsOpen(now) && state.Stages.Any(s => !s.IsComplete && s.MayUse(t)))];
        double weights = open.Sum(t => t.Weight);
        long[] windows = [.. open.Select(t => Math.Min(ShareOf(window, t.Weight / weights), CapacityOf(state, t, limits)))];
        return new Destinations(
            open,
            [.. open.Select((t, i) => new Claim(load.OfTarget(t.Index), t.Weight, Math.Clamp(windows[i] - load.OfTarget(t.Index), 0, window)))],
            windows,
            free);
    }

    /// <summary>Elements that may be planned now for some of the demands.</summary>
    public long RoomFor(IReadOnlyCollection<Demand> demands) =>
        (long)Math.Min(_free, ReachOf(demands).Sum(i => (double)_claims[i].Most));

    /// <summary>Elements that may be outstanding at the targets that some of the demands may use.</summary>
    public long WindowOf(IReadOnlyCollection<Demand> demands) => (long)Math.Min(long.MaxValue, ReachOf(demands).Sum(i => (double)_windows[i]));

    /// <summary>Shares a stage's elements out among the targets that it may use, as far as these have room; what each gets counts from now on.</summary>
    /// <returns>Positions of targets with their elements, none of them without any.</returns>
    public IEnumerable<(int Target, long Elements)> Split(long elements, Demand demand)
    {
        int[] reach = [.. ReachOf([demand])];
        long[] shares = Sharing.Share(Math.Min(elements, RoomFor([demand])), [.. reach.Select(i => _claims[i])]);
        for (int r = 0; r < shares.Length; r++)
        {
            int i = reach[r];
            if (shares[r] > 0)
            {
                _claims[i] = _claims[i] with { Load = _claims[i].Load + shares[r], Most = _claims[i].Most - shares[r] };
                _free -= shares[r];
                yield return (_targets[i]?.Index ?? 0, shares[r]);
            }
        }
    }

    private IEnumerable<int> ReachOf(IReadOnlyCollection<Demand> demands) =>
        Enumerable.Range(0, _targets.Length).Where(i => _targets[i] is not { } target || demands.Any(d => d.Stage.MayUse(target)));

    // What a dear target may run at a time. A share of the window alone would not do: with some rounds of elements queued everywhere, a third of them
    // still keeps every slot busy.
    private static long CapacityOf(CampaignState state, TargetState target, PlanLimits limits)
    {
        if (limits.Slots == 0 || target.Measured is not { Factor: < 1 } measured)
        {
            return long.MaxValue;
        }

        int vcpus = state.Stages.Where(s => !s.IsComplete).Select(s => Math.Max(1, s.Spec.Resources.Vcpus)).DefaultIfEmpty(1).Min();
        double capacity = (double)limits.Slots / vcpus * (target.Spec.Weight / state.Targets.Sum(t => t.Spec.Weight));
        return (long)Math.Max(1, Math.Ceiling(capacity * measured.Factor));
    }

    // Rounded up: a window smaller than the number of targets must still go to somebody. The whole window bounds the sum.
    private static long ShareOf(long window, double share) => (long)Math.Min(Math.Ceiling(window * share), window);
}
