using System.Text.Json;
using System.Text.Json.Nodes;
using HtcFlow.AwsEmulator.Batch;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Control;

/// <summary>What is done to queues, definitions, images, permissions and keys.</summary>
internal sealed class ResourceControl(Emulator emulator)
{
    private readonly Dictionary<string, List<StatementOptions>> _original =
        emulator.Options.Keys.ToDictionary(static key => key.Id, static key => key.Statements.ToList(), StringComparer.Ordinal);

    /// <summary>Queues with their compute environments.</summary>
    public JsonArray Queues() =>
    [
        .. from region in emulator.Regions.Values
           from queue in region.Queues.Values
           select (JsonNode)new JsonObject
           {
               ["region"] = region.Name,
               ["name"] = queue.Name,
               ["isEnabled"] = queue.IsEnabled,
               ["status"] = queue.Change.Status ?? queue.Status,
               ["environments"] = new JsonArray([.. queue.Environments.Select(static environment => (JsonNode)environment.Name)]),
           },
    ];

    /// <summary>Changes a queue's state, status and reason.</summary>
    public JsonObject Queue(JsonElement body)
    {
        string name = Needed(body, "name");
        foreach (Region region in ControlService.RegionsOf(emulator, body))
        {
            JobQueue queue = region.FindQueue(name) ?? throw new FormatException($"There is no queue '{name}' in {region.Name}.");
            queue.IsEnabled = JobQueues.State(body, queue.IsEnabled);
            queue.Status = body.Text("status") ?? queue.Status;
            queue.StatusReason = body.Text("statusReason") ?? queue.StatusReason;
            region.Fleet.Wake();
        }

        return [];
    }

    /// <summary>Changes a compute environment's state, status and reason.</summary>
    public JsonObject Environment(JsonElement body)
    {
        string name = Needed(body, "name");
        foreach (Region region in ControlService.RegionsOf(emulator, body))
        {
            ComputeEnvironment environment = region.FindEnvironment(name) ?? throw new FormatException($"There is no compute environment '{name}' in {region.Name}.");
            environment.IsEnabled = JobQueues.State(body, environment.IsEnabled);
            environment.Status = body.Text("status") ?? environment.Status;
            environment.StatusReason = body.Text("statusReason") ?? environment.StatusReason;
            region.Fleet.Wake();
        }

        return [];
    }

    /// <summary>Makes revisions of a job definition INACTIVE, or ACTIVE again.</summary>
    public JsonObject Definition(JsonElement body)
    {
        string name = Needed(body, "name");
        foreach (Region region in ControlService.RegionsOf(emulator, body))
        {
            foreach (JobDefinition definition in region.Definitions.All.Where(definition => definition.Name == name || definition.Arn.EndsWith("/" + name, StringComparison.Ordinal)))
            {
                definition.IsActive = body.Flag("isActive");
            }
        }

        return [];
    }

    /// <summary>Says what is known of an image.</summary>
    public JsonObject Image(JsonElement body)
    {
        string name = Needed(body, "image");
        if (!emulator.Options.Images.TryGetValue(name, out ImageOptions? image))
        {
            emulator.Options.Images[name] = image = new ImageOptions();
        }

        image.IsMissing = body.Has("isMissing") ? body.Flag("isMissing") : image.IsMissing;
        image.Entrypoint = body.Has("entrypoint") ? [.. body.Strings("entrypoint")] : image.Entrypoint;
        return [];
    }

    /// <summary>Adds a statement to a key's policy, or to those of all keys.</summary>
    public JsonObject Permission(JsonElement body)
    {
        var statement = new StatementOptions
        {
            Effect = body.Text("effect") ?? "Deny",
            Actions = [.. body.Strings("actions")],
            Resources = body.Has("resources") ? [.. body.Strings("resources")] : ["*"],
        };
        foreach (AccessKeyOptions key in Keys(body))
        {
            key.Statements.Add(statement);
        }

        return [];
    }

    /// <summary>Gives keys the policy back that they had at the start.</summary>
    public JsonObject Restore(JsonElement body)
    {
        foreach (AccessKeyOptions key in Keys(body))
        {
            key.Statements = _original.TryGetValue(key.Id, out List<StatementOptions>? statements) ? [.. statements] : key.Statements;
        }

        return [];
    }

    /// <summary>Ends a key's session token now, or at a moment; without either it is good for ever.</summary>
    public JsonObject Key(JsonElement body)
    {
        foreach (AccessKeyOptions key in Keys(body))
        {
            key.Expires = body.Flag("isExpired") ? DateTimeOffset.MinValue
                : body.Text("expires") is { } text ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
        }

        return [];
    }

    private AccessKeyOptions[] Keys(JsonElement body)
    {
        if (body.Text("key") is not { } id)
        {
            return emulator.Options.Keys;
        }

        return Array.Find(emulator.Options.Keys, key => key.Id == id) is { } one ? [one] : throw new FormatException($"There is no key '{id}'.");
    }

    private static string Needed(JsonElement body, string name) => body.Text(name) ?? throw new FormatException($"The {name} is missing.");
}
