namespace HtcFlow.Runner.Spot;

/// <summary>An answer of a metadata service.</summary>
/// <param name="Status">HTTP status; 0 when nothing came within the time, or something that is no HTTP.</param>
/// <param name="Body">Text.</param>
/// <param name="Date">The service's own clock, where it tells it.</param>
internal readonly record struct MetadataReply(int Status, string Body, DateTimeOffset? Date)
{
    /// <summary>Nobody answered.</summary>
    public static MetadataReply None { get; } = new(0, "", null);
}
