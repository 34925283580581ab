using System.Reflection;
using System.Text.Json;

namespace HtcFlow.AwsEmulator.Options;

/// <summary>Sets options by the members of a JSON object; what it does not name stays as it is.</summary>
public static class OptionPatch
{
    private static readonly JsonSerializerOptions s_reading = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>Sets them.</summary>
    /// <exception cref="FormatException">A member is none of the options, or its value cannot be one; what stands before it is set.</exception>
    public static void Apply(object options, JsonElement patch)
    {
        foreach (JsonProperty member in patch.EnumerateObject())
        {
            PropertyInfo property = options.GetType().GetProperty(member.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)
                ?? throw new FormatException($"There is no option '{member.Name}' in {options.GetType().Name}.");
            if (member.Value.ValueKind == JsonValueKind.Object && property.PropertyType.Namespace == typeof(OptionPatch).Namespace)
            {
                Apply(property.GetValue(options)!, member.Value);
                continue;
            }

            try
            {
                property.SetValue(options, member.Value.Deserialize(property.PropertyType, s_reading));
            }
            catch (JsonException e)
            {
                throw new FormatException($"The option '{member.Name}' cannot be {member.Value.GetRawText()}: {e.Message}", e);
            }
        }
    }
}
