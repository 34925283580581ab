using HtcFlow.Runner.Spot;

namespace HtcFlow.Runner.Check;

/// <summary>Whether the cloud can tell the runner that it takes the machine away.</summary>
internal static class MetadataCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks the metadata services that are worth asking here.</summary>
    public static Finding Look(Func<string, string?> variable, TimeProvider time)
    {
        if (SpotPlace.Find(variable, "/") is not { } place)
        {
            return new Finding(Mark.Ok, "metadata", "not asked: this is no cloud instance; --spot on asks all the same");
        }

        if (place.Instance is not { } address)
        {
            return new Finding(Mark.Ok, "metadata", "the container's service only; reclaims are seen late, when the task is stopped");
        }

        using var client = new MetadataClient(address, s_patience, time);
        var service = new InstanceMetadata(client, time);
        MetadataReply kind = service.Get("instance-life-cycle");
        MetadataReply type = service.Get("instance-type");
        return service.HasToken && kind.Status == 200
            ? new Finding(Mark.Ok, "metadata", $"{type.Body.Trim()}, {kind.Body.Trim()}")
            : new Finding(
                Mark.Warn,
                "metadata",
                service.HasToken ? $"answers with status {kind.Status}" : "gives no token",
                "raise the instance's HttpPutResponseHopLimit to 2; without it a reclaim comes as SIGTERM only");
    }
}
