using System.Text.Json;

namespace HtcFlow.Runner.Spot;

/// <summary>Reads what the container agent says about the container's task.</summary>
internal static class TaskState
{
    /// <summary>Says whether the task is to be stopped.</summary>
    public static bool IsStopping(MetadataReply reply)
    {
        if (reply.Status != 200)
        {
            return false; // also 429: others of this host ask as well
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(reply.Body);
            return document.RootElement.TryGetProperty("DesiredStatus", out JsonElement status) && status.GetString() == "STOPPED";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
