using System.Text.Json;
using HtcFlow.Core.Guards.Rates;

namespace HtcFlow.Core.Wire.Orders;

/// <summary>Reads an order by hand.</summary>
/// <remarks>
/// The serialiser builds a model of every type before it reads its first byte: 3 to 4 of the 9 ms of CPU that a runner took to run
/// <c>/bin/true</c> (sampled with perf, 2026). A runner is started once per element, so this is the one place where that counts. A test
/// writes orders with the serialiser and reads them here, member by member.
/// </remarks>
internal static class OrderElement
{
    public static StageOrder Read(JsonElement order) => new()
    {
        Campaign = order.Text("campaign"),
        Store = order.Text("store"),
        Array = order.Required("array").GetInt32(),
        Attempt = order.Required("attempt").GetInt32(),
        Indices = order.Text("indices"),
        Pack = order.Required("pack").GetInt32(),
        Raised = order.List("raised", static set => set.GetString() ?? ""),
        Stage = StageElement.Read(order.Required("stage")),
        Variables = order.Map("variables", Elements.Whole),
        Upstreams = order.Map("upstreams", upstream => new UpstreamOrder(
            SweepElement.Read(upstream.Required("sweep")), upstream.Number("tolerate", 0))),
        Siblings = order.TryGetProperty("siblings", out JsonElement siblings) && siblings.ValueKind == JsonValueKind.Object ? SiblingsOf(siblings) : null,
    };

    private static SiblingPace SiblingsOf(JsonElement siblings) => new()
    {
        BytesPerSecond = siblings.Fraction("bytesPerSecond"),
        LowBytesPerSecond = siblings.Fraction("lowBytesPerSecond"),
        BytesOfTask = siblings.Fraction("bytesOfTask"),
        SecondsOfStep = siblings.Fraction("secondsOfStep"),
        BandwidthBytesPerSecond = siblings.Fraction("bandwidthBytesPerSecond"),
    };
}
