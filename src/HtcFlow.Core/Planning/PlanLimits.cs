using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;

namespace HtcFlow.Core.Planning;

/// <summary>What the planner keeps within.</summary>
/// <param name="MaxArrayElements">Most elements of one array.</param>
/// <param name="MaxOutstandingElements">Most elements queued or running at a time.</param>
/// <param name="Slots">Elements that can run at a time; 0 when unknown.</param>
public sealed record PlanLimits(int MaxArrayElements, long MaxOutstandingElements, int Slots)
{
    /// <summary>How often statuses are asked for; what falls due within one interval is planned together on slow backends.</summary>
    public TimeSpan PollInterval { get; init; }

    /// <summary>What starting one element costs; zero when unknown, and then nothing is packed for it.</summary>
    public TimeSpan StartCost { get; init; }

    // Of several targets none may hoard what another could run sooner or cheaper: what waits in a queue stays there. Four rounds of
    // elements keep every slot busy between two looks; the least is for backends with few slots, where calls would outnumber tasks.
    private const int RoundsOfSeveralTargets = 4;
    private const int LeastPerTarget = 1_000;

    /// <summary>Limits of a backend.</summary>
    public static PlanLimits Of(BackendCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        return new PlanLimits(capabilities.MaxArrayElements, capabilities.MaxOutstandingElements, capabilities.Slots)
        {
            PollInterval = capabilities.PollInterval,
            StartCost = capabilities.StartCost,
        };
    }

    /// <summary>Most elements outstanding: what the campaign says, as far as the backend can do it; where it says nothing, four rounds on the
    /// slots of several targets, or all that the backend can do.</summary>
    public long WindowOf(BackendSpec backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        long window = backend.Window;
        if (window == 0 && Slots > 0 && backend.Targets is { Count: > 1 } targets)
        {
            window = Math.Max((long)Slots * RoundsOfSeveralTargets, (long)targets.Count * LeastPerTarget);
        }

        return window > 0 ? Math.Min(window, MaxOutstandingElements) : MaxOutstandingElements;
    }
}
