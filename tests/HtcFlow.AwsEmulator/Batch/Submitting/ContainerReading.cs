using System.Globalization;
using System.Text.Json;
using HtcFlow.AwsEmulator.Executors;

namespace HtcFlow.AwsEmulator.Batch.Submitting;

/// <summary>Makes one container of a job definition's and a job's overrides.</summary>
internal static class ContainerReading
{
    private const string Reference = "Ref::";

    /// <summary>Merges them; both may be absent.</summary>
    public static ContainerSpec Merge(
        JsonElement container, JsonElement overrides, IReadOnlyDictionary<string, string> defaults, IReadOnlyDictionary<string, string> parameters)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        AddVariables(environment, container);
        AddVariables(environment, overrides);
        IEnumerable<string> command = (overrides.Strings("command") is { Count: > 0 } own ? own : container.Strings("command"))
            .Select(word => Fill(word, defaults, parameters));
        return new ContainerSpec(
            container.Text("image") ?? "",
            [.. command],
            environment,
            Need(container, overrides, "VCPU", "vcpus") ?? 0,
            Need(container, overrides, "MEMORY", "memory") ?? 0)
        {
            Mounts =
            [
                .. from point in container.Items("mountPoints")
                   from volume in container.Items("volumes")
                   where volume.Text("name") == point.Text("sourceVolume")
                   let host = volume.Member("host").Text("sourcePath")
                   where host is not null
                   select (host, point.Text("containerPath") ?? host),
            ],
        };
    }

    /// <summary>What is asked for of a resource; the overrides win, and the list of requirements over the old members.</summary>
    public static int? Need(JsonElement container, JsonElement overrides, string type, string member) =>
        Requirement(overrides, type) ?? overrides.Whole(member) ?? Requirement(container, type) ?? container.Whole(member);

    private static int? Requirement(JsonElement of, string type)
    {
        foreach (JsonElement requirement in of.Items("resourceRequirements"))
        {
            if (requirement.Text("type") == type
                && double.TryParse(requirement.Text("value"), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                return (int)Math.Ceiling(value);
            }
        }

        return null;
    }

    private static void AddVariables(Dictionary<string, string> environment, JsonElement of)
    {
        foreach (JsonElement variable in of.Items("environment"))
        {
            if (variable.Text("name") is { Length: > 0 } name)
            {
                environment[name] = variable.Text("value") ?? "";
            }
        }
    }

    private static string Fill(string word, IReadOnlyDictionary<string, string> defaults, IReadOnlyDictionary<string, string> parameters)
    {
        if (!word.StartsWith(Reference, StringComparison.Ordinal))
        {
            return word;
        }

        string name = word[Reference.Length..];
        return parameters.GetValueOrDefault(name) ?? defaults.GetValueOrDefault(name) ?? word;
    }
}
