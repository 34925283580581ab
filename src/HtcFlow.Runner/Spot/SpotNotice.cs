using System.Globalization;
using System.Text.Json;

namespace HtcFlow.Runner.Spot;

/// <summary>The machine, or the container, is going to be taken away.</summary>
/// <param name="Action">What will be done: <c>terminate</c>, <c>stop</c>, <c>hibernate</c>.</param>
/// <param name="Deadline">When, as a timestamp of the clock in use.</param>
internal sealed record SpotNotice(string Action, long Deadline)
{
    // A notice comes two minutes ahead at most, whatever clocks say.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>Reads the answer about <c>spot/instance-action</c>.</summary>
    /// <returns>Null when it is none.</returns>
    public static SpotNotice? Of(MetadataReply reply, TimeProvider time)
    {
        if (reply.Status != 200)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(reply.Body);
            string action = document.RootElement.TryGetProperty("action", out JsonElement word) ? word.GetString() ?? "" : "";
            string moment = document.RootElement.TryGetProperty("time", out JsonElement text) ? text.GetString() ?? "" : "";
            if (action.Length == 0)
            {
                return null;
            }

            bool hasTime = DateTimeOffset.TryParse(
                moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at);

            // How long it is until then says the clock of the service, which set the time; that of this machine may be minutes off.
            TimeSpan left = hasTime ? at - (reply.Date ?? time.GetUtcNow()) : s_longest;
            left = action == "hibernate" ? TimeSpan.Zero : left < TimeSpan.Zero ? TimeSpan.Zero : left > s_longest ? s_longest : left;
            return new SpotNotice(action, time.GetTimestamp() + (long)(left.TotalSeconds * time.TimestampFrequency));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // a proxy's error page, or a service that is starting
        }
    }
}
