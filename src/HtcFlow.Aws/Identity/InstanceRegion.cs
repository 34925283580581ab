using Amazon.Util;

namespace HtcFlow.Aws.Identity;

/// <summary>Asks the instance that this program runs on for its region.</summary>
internal static class InstanceRegion
{
    /// <summary>Longest that is waited: containers behind a hop limit of 1 and machines elsewhere get no answer at all.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    /// <summary>The region; null if there is no instance, or none that answers in time.</summary>
    public static string? Find()
    {
        if (!EC2InstanceMetadata.IsIMDSEnabled)
        {
            return null;
        }

        // The SDK asks several times and has no limit of its own; a question that stays open ends by itself later.
        var asked = Task.Run(static () => EC2InstanceMetadata.Region?.SystemName);
        return Task.WaitAny([asked], s_limit) == 0 && asked.IsCompletedSuccessfully ? asked.Result : null;
    }
}
