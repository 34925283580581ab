using HtcFlow.Campaigns.Shapes;

namespace HtcFlow.Campaigns;

/// <summary>Durations on a command line, spelt as in campaign files: <c>90s</c>, <c>10m</c>, <c>2.5h</c>, <c>1d</c>.</summary>
public static class DurationText
{
    /// <summary>Reads a duration of more than nothing and at most ten years; null when it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Quantities.ReadDuration(text.Trim()) is { } time && time > TimeSpan.Zero ? time : null;
    }
}
