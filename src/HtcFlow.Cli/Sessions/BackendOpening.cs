using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Sessions;

/// <summary>Opens the backend of a campaign; a scheduler that does not answer now is waited for.</summary>
internal static class BackendOpening
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    /// <summary>Opens it.</summary>
    /// <returns>The backend; null when the user asked to stop before it answered.</returns>
    /// <exception cref="FaultException">A person has to mend something first.</exception>
    public static async Task<IBackend?> OpenAsync(CommandContext context, CampaignSpec spec, CampaignHome home, bool stopsTasks)
    {
        for (TimeSpan pause = s_firstPause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            try
            {
                return await context.Parts.OpenBackend(context, spec, home, stopsTasks);
            }
            catch (FaultException fault) when (fault.Kind is FaultKind.Transient or FaultKind.Throttled)
            {
                context.Remark($"waiting: {fault.Message}");
                TimeSpan wait = fault.RetryAfter > pause ? fault.RetryAfter : pause;
                await Task.Delay(wait, context.Time, context.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
            {
                return null;
            }

            if (context.Stop.IsCancellationRequested)
            {
                return null;
            }
        }
    }
}
