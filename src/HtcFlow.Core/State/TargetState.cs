using HtcFlow.Core.Campaigns;

namespace HtcFlow.Core.State;

/// <summary>What is known of one target. Changed by <see cref="Transitions.Applier"/> alone.</summary>
public sealed class TargetState
{
    internal TargetState(int index, TargetSpec spec)
    {
        Index = index;
        Spec = spec;
    }

    /// <summary>Position among the campaign's targets.</summary>
    public int Index { get; }

    /// <summary>What the campaign says about it.</summary>
    public TargetSpec Spec { get; }

    /// <summary>It gets no arrays before this time.</summary>
    public DateTimeOffset SuspendedUntil { get; internal set; }

    /// <summary>Why it was suspended last; empty when it never was, or took an array since.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>Suspensions in a row without an array taken in between; the wait grows with them.</summary>
    public int Suspensions { get; internal set; }

    /// <summary>Whether it may get arrays now.</summary>
    public bool IsOpen(DateTimeOffset now) => SuspendedUntil <= now;
}
