using HtcFlow.Core.Ports;

namespace HtcFlow.Core.Planning;

/// <summary>What the planner keeps within.</summary>
/// <param name="MaxArrayElements">Most elements of one array.</param>
/// <param name="MaxOutstandingElements">Most elements queued or running at a time.</param>
/// <param name="Slots">Elements that can run at a time; 0 when unknown.</param>
public sealed record PlanLimits(int MaxArrayElements, long MaxOutstandingElements, int Slots)
{
    /// <summary>Limits of a backend.</summary>
    public static PlanLimits Of(BackendCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        return new PlanLimits(capabilities.MaxArrayElements, capabilities.MaxOutstandingElements, capabilities.Slots);
    }
}
