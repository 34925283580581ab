using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning;

/// <summary>Decides when tasks that wait for another attempt go off together.</summary>
internal static class RetryRule
{
    // A backend that is asked less often than this is a service that is paid in calls; below it nobody should wait.
    private static readonly TimeSpan s_slowPoll = TimeSpan.FromSeconds(5);

    /// <summary>When a batch may be planned: when it is due, and on slow backends one poll interval later, so that what one look brings to
    /// light makes one array.</summary>
    /// <remarks>Nothing is gathered when a whole array waits already, and when nothing is outstanding that could join.</remarks>
    public static DateTimeOffset ReadyAt(CampaignState state, RetryBatch batch, PlanLimits limits)
    {
        bool gathers = limits.PollInterval >= s_slowPoll && state.OpenArrays.Count > 0 && batch.Tasks.Count < limits.MaxArrayElements;

        // Retries asked for by hand are due at the beginning of time, which must not become a time of its own by the gathering.
        return gathers && batch.Due > DateTimeOffset.MinValue ? batch.Due + limits.PollInterval : batch.Due;
    }
}
