using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HtcFlow.Cli.Output;

/// <summary>Writes JSON: one object a line, so that <c>jq</c> and line readers agree on where it ends.</summary>
internal static class JsonText
{
    /// <summary>Writes an object and a line end.</summary>
    public static void Line<T>(TextWriter writer, T value, JsonTypeInfo<T> type)
    {
        writer.WriteLine(JsonSerializer.Serialize(value, type));
        writer.Flush();
    }
}
