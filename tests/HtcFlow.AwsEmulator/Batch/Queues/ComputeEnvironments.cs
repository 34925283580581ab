using System.Text.Json;
using System.Text.Json.Nodes;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Batch.Queues;

/// <summary>CreateComputeEnvironment, DescribeComputeEnvironments, UpdateComputeEnvironment and DeleteComputeEnvironment.</summary>
internal static class ComputeEnvironments
{
    private const int Page = 100;

    private static readonly string[] s_strategies =
        ["BEST_FIT", "BEST_FIT_PROGRESSIVE", "SPOT_CAPACITY_OPTIMIZED", "SPOT_PRICE_CAPACITY_OPTIMIZED"];

    /// <summary>Makes an environment.</summary>
    public static Reply Create(BatchRequest request)
    {
        JsonElement input = request.Input;
        Region region = request.Region;
        string name = Names.Check("Compute environment name", input.Required("computeEnvironmentName"));
        string arn = region.Arn("batch", $"compute-environment/{name}");
        request.Demand(arn);
        if (region.Environments.ContainsKey(name))
        {
            throw BatchFault.Client("Object already exists");
        }

        if (region.Environments.Count >= request.Limits.Queues)
        {
            throw BatchFault.Client($"The account has reached its limit of {request.Limits.Queues} compute environments.");
        }

        if (input.Required("type") is not "MANAGED")
        {
            throw BatchFault.Client("The emulator knows compute environments of the type MANAGED only.");
        }

        Check(input.Member("computeResources"));
        var environment = new ComputeEnvironment
        {
            Name = name,
            Arn = arn,
            Uuid = region.Emulator.NewId(),
            IsEnabled = JobQueues.State(input, true),
            ServiceRole = input.Text("serviceRole"),
            Resources = input.Member("computeResources"),
            Change = new ResourceChange(region),
            Tags = Names.Tags(input, request.Limits.Tags),
        };
        region.Environments.Add(name, environment);
        environment.Change.Begin("CREATING");
        return Named(name, arn);
    }

    /// <summary>Describes environments.</summary>
    public static Reply Describe(BatchRequest request)
    {
        request.Demand("*");
        List<string> wanted = request.Input.Strings("computeEnvironments");
        IEnumerable<ComputeEnvironment> found = wanted.Count > 0
            ? wanted.Select(request.Region.FindEnvironment).OfType<ComputeEnvironment>().Distinct()
            : request.Region.Environments.Values;
        return request.Page("computeEnvironments", [.. found], Page, (json, environment) => Write(json, request.Region, environment));
    }

    /// <summary>Changes an environment.</summary>
    public static Reply Update(BatchRequest request)
    {
        ComputeEnvironment environment = Find(request);
        JsonElement input = request.Input;
        JsonObject merged = JsonObject.Create(environment.Resources)!;
        if (input.Has("computeResources"))
        {
            foreach (JsonProperty member in input.Member("computeResources").EnumerateObject())
            {
                merged[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }

        JsonElement resources = JsonSerializer.SerializeToElement(merged);
        Check(resources);
        environment.Change.Begin("UPDATING");
        environment.Resources = resources;
        environment.IsEnabled = JobQueues.State(input, environment.IsEnabled);
        environment.ServiceRole = input.Text("serviceRole") ?? environment.ServiceRole;
        request.Region.Fleet.Wake();
        return Named(environment.Name, environment.Arn);
    }

    /// <summary>Deletes an environment, which must be disabled and in no queue.</summary>
    public static Reply Delete(BatchRequest request)
    {
        ComputeEnvironment environment = Find(request);
        if (environment.IsEnabled)
        {
            throw BatchFault.Client("Cannot delete, resource is in state ENABLED; disable it first.");
        }

        if (request.Region.Queues.Values.Any(queue => queue.Environments.Contains(environment)))
        {
            throw BatchFault.Client("Cannot delete, found existing JobQueue relationship");
        }

        environment.Change.Begin("DELETING", () => request.Region.Environments.Remove(environment.Name));
        return BatchRequest.Object(static _ => { });
    }

    private static ComputeEnvironment Find(BatchRequest request)
    {
        string name = request.Input.Required("computeEnvironment");
        ComputeEnvironment? environment = request.Region.FindEnvironment(name);
        request.Demand(environment?.Arn ?? request.Region.Arn("batch", $"compute-environment/{name}"));
        return environment ?? throw BatchFault.Client($"{name} does not exist");
    }

    private static void Check(JsonElement resources)
    {
        if (resources.Text("type") is not ("EC2" or "SPOT"))
        {
            throw BatchFault.Client("computeResources.type must be EC2 or SPOT; the emulator knows no others.");
        }

        if (resources.Whole("maxvCpus") is not >= 0)
        {
            throw BatchFault.Client("computeResources.maxvCpus is required.");
        }

        if (resources.Strings("subnets").Count == 0 || resources.Text("instanceRole") is null)
        {
            throw BatchFault.Client("computeResources.subnets and computeResources.instanceRole are required.");
        }

        if (resources.Text("allocationStrategy") is { } strategy && !s_strategies.Contains(strategy))
        {
            throw BatchFault.Client($"The allocationStrategy {strategy} is not valid.");
        }

        List<string> types = resources.Strings("instanceTypes");
        string? unknown = types.Find(static type => !TypeTable.Knows(type));
        if (types.Count == 0 || unknown is not null)
        {
            throw BatchFault.Client($"Instance type can only be one of those that exist here: {unknown ?? "none was given"}.");
        }
    }

    private static Reply Named(string name, string arn) => BatchRequest.Object(json =>
    {
        json.WriteString("computeEnvironmentName", name);
        json.WriteString("computeEnvironmentArn", arn);
    });

    private static void Write(Utf8JsonWriter json, Region region, ComputeEnvironment environment)
    {
        json.WriteString("computeEnvironmentName", environment.Name);
        json.WriteString("computeEnvironmentArn", environment.Arn);
        json.WriteString("ecsClusterArn", region.Arn("ecs", $"cluster/{environment.Name}_Batch_{environment.Uuid}"));
        json.WriteString("type", environment.Type);
        json.WriteString("state", environment.IsEnabled ? "ENABLED" : "DISABLED");
        json.WriteString("status", environment.Change.Status ?? environment.Status);
        json.WriteString("statusReason", environment.StatusReason);
        json.WriteString("serviceRole", environment.ServiceRole ?? $"arn:aws:iam::{region.Emulator.Options.AccountId}:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch");
        json.WriteString("containerOrchestrationType", "ECS");
        json.WriteString("uuid", environment.Uuid);
        json.WriteStartObject("computeResources");
        foreach (JsonProperty member in environment.Resources.EnumerateObject())
        {
            if (member.Name != "desiredvCpus")
            {
                member.WriteTo(json);
            }
        }

        json.WriteNumber("desiredvCpus", environment.Vcpus);
        json.WriteEndObject();
        JobWriting.WriteMap(json, "tags", environment.Tags);
    }
}
