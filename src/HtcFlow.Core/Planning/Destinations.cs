using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning;

/// <summary>The targets that may get arrays now, each with what it has and what it may have; a campaign without targets has one.</summary>
/// <remarks>A target's share of the window is bounded by its weight among the open ones, so that a slow queue does not hoard tasks.</remarks>
internal sealed class Destinations
{
    private readonly int[] _targets;
    private readonly Claim[] _claims;

    private Destinations(int[] targets, Claim[] claims, long free)
    {
        _targets = targets;
        _claims = claims;
        double shares = claims.Sum(c => (double)c.Most);
        Room = (long)Math.Clamp(Math.Min(shares, free), 0, long.MaxValue);
    }

    /// <summary>Elements that may be planned now.</summary>
    public long Room { get; }

    /// <summary>Finds the open targets and what each may still get of the window.</summary>
    public static Destinations Of(CampaignState state, Load load, long window, DateTimeOffset now)
    {
        long free = window - load.Elements;
        if (state.Targets.Count == 0)
        {
            return new Destinations([0], [new Claim(load.Elements, 1, Math.Max(0, free))], free);
        }

        TargetState[] open = [.. state.Targets.Where(t => t.IsOpen(now))];
        double weights = open.Sum(t => t.Spec.Weight);
        return new Destinations(
            [.. open.Select(t => t.Index)],
            [.. open.Select(t => new Claim(load.OfTarget(t.Index), t.Spec.Weight, RoomOf(t, load, window, weights)))],
            free);
    }

    /// <summary>Shares elements out among the targets; what each gets counts from now on.</summary>
    /// <returns>Positions of targets with their elements, none of them without any.</returns>
    public IEnumerable<(int Target, long Elements)> Split(long elements)
    {
        long[] shares = Sharing.Share(elements, _claims);
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i] > 0)
            {
                _claims[i] = _claims[i] with { Load = _claims[i].Load + shares[i], Most = _claims[i].Most - shares[i] };
                yield return (_targets[i], shares[i]);
            }
        }
    }

    // Rounded up: a window smaller than the number of targets must still go to somebody. The whole window bounds the sum.
    private static long RoomOf(TargetState target, Load load, long window, double weights)
    {
        double share = Math.Ceiling(window * (target.Spec.Weight / weights));
        return (long)Math.Clamp(share - load.OfTarget(target.Index), 0, window);
    }
}
