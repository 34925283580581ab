using System.Text.Json;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>A call of Batch with its body.</summary>
internal sealed record BatchRequest(BatchService Service, ServiceCall Call, JsonElement Input)
{
    public Region Region => Call.Region;

    public LimitOptions Limits => Call.Region.Emulator.Options.Limits;

    /// <summary>Refuses the call unless its key may do it.</summary>
    public void Demand(params ReadOnlySpan<string> resources) => Permission.Demand(Service, Call, resources);

    /// <summary>An answer with an object.</summary>
    public static Reply Object(Action<Utf8JsonWriter> write) => JsonProtocol.Object("application/json", write);

    /// <summary>An answer with a page of a list, taken from the request's maxResults and nextToken.</summary>
    public Reply Page<T>(string member, IReadOnlyList<T> all, int most, Action<Utf8JsonWriter, T> write)
    {
        int count = Input.Whole("maxResults") is { } wanted && wanted > 0 ? Math.Min(wanted, most) : most;
        int from = Input.Text("nextToken") is { } token ? PageToken.Read(token) : 0;
        return Object(json =>
        {
            json.WriteStartArray(member);
            foreach (T item in all.Skip(from).Take(count))
            {
                json.WriteStartObject();
                write(json, item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (from + count < all.Count)
            {
                json.WriteString("nextToken", PageToken.Write(from + count));
            }
        });
    }
}
