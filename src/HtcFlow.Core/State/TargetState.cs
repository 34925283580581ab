using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;

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

    /// <summary>What was measured there last; null before.</summary>
    public TargetWeight? Measured { get; internal set; }

    /// <summary>When that was; the begin of time before.</summary>
    public DateTimeOffset WeighedAt { get; internal set; }

    /// <summary>Its share of the outstanding elements relative to the other targets: what the campaign says, less what its cost takes away.</summary>
    public double Weight => Spec.Weight * (Measured?.Factor ?? 1);

    /// <summary>Whether it may get arrays now.</summary>
    public bool IsOpen(DateTimeOffset now) => SuspendedUntil <= now;
}
