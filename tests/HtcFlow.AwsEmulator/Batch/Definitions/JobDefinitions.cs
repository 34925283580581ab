using System.Globalization;
using System.Text.Json;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Batch.Definitions;

/// <summary>RegisterJobDefinition, DescribeJobDefinitions and DeregisterJobDefinition.</summary>
internal static class JobDefinitions
{
    private const int Page = 100;

    /// <summary>Adds a revision.</summary>
    public static Reply Register(BatchRequest request)
    {
        JsonElement input = request.Input;
        string name = Names.Check("Job definition name", input.Required("jobDefinitionName"));
        request.Demand(request.Region.Arn("batch", $"job-definition/{name}"));
        if (request.Call.Request.Body.Length > request.Limits.DefinitionBytes)
        {
            throw BatchFault.Client($"The job definition must be at most {request.Limits.DefinitionBytes} bytes.");
        }

        if (input.Required("type") is not "container")
        {
            throw BatchFault.Client("The emulator knows job definitions of the type container only.");
        }

        CheckContainer(input.Member("containerProperties"));
        int revision = request.Region.Definitions.NextRevision(name);
        var definition = new JobDefinition
        {
            Name = name,
            Revision = revision,
            Arn = request.Region.Arn("batch", string.Create(CultureInfo.InvariantCulture, $"job-definition/{name}:{revision}")),
            Request = input,
            Retry = RetryReading.Retry(input, request.Limits) ?? RetryStrategy.None,
            Timeout = RetryReading.Timeout(input, request.Limits),
            Priority = input.Whole("schedulingPriority") ?? 0,
            PropagateTags = input.Flag("propagateTags"),
            Tags = Names.Tags(input, request.Limits.Tags),
            Parameters = input.Map("parameters"),
        };
        request.Region.Definitions.Add(definition);
        return BatchRequest.Object(json =>
        {
            json.WriteString("jobDefinitionName", name);
            json.WriteString("jobDefinitionArn", definition.Arn);
            json.WriteNumber("revision", revision);
        });
    }

    /// <summary>Describes revisions by name, by reference or by state.</summary>
    public static Reply Describe(BatchRequest request)
    {
        request.Demand("*");
        List<string> wanted = request.Input.Strings("jobDefinitions");
        string? name = request.Input.Text("jobDefinitionName");
        string? status = request.Input.Text("status");
        if (wanted.Count > Page)
        {
            throw BatchFault.Client($"At most {Page} job definitions can be described at a time.");
        }

        IEnumerable<JobDefinition> found = wanted.Count > 0
            ? wanted.SelectMany(reference => Find(request.Region, reference)).Distinct()
            : request.Region.Definitions.All.Where(definition => name is null || definition.Name == name);
        return request.Page(
            "jobDefinitions",
            [.. found.Where(definition => status is null || (status == "ACTIVE") == definition.IsActive)],
            Page,
            Write);
    }

    /// <summary>Makes a revision INACTIVE.</summary>
    public static Reply Deregister(BatchRequest request)
    {
        string reference = request.Input.Required("jobDefinition");
        JobDefinition? definition = request.Region.Definitions.Find(reference);
        request.Demand(definition?.Arn ?? request.Region.Arn("batch", $"job-definition/{reference}"));
        if (definition is null || !reference.Contains(':', StringComparison.Ordinal))
        {
            throw BatchFault.Client($"Job definition {reference} not found; it must be named with its revision.");
        }

        definition.IsActive = false;
        return BatchRequest.Object(static _ => { });
    }

    // A name alone stands for all its revisions.
    private static IEnumerable<JobDefinition> Find(Region region, string reference)
    {
        bool isName = !reference.Contains(':', StringComparison.Ordinal);
        return isName
            ? region.Definitions.All.Where(definition => definition.Name == reference)
            : region.Definitions.Find(reference) is { } one ? [one] : [];
    }

    private static void CheckContainer(JsonElement container)
    {
        if (container.Text("image") is not { Length: > 0 })
        {
            throw BatchFault.Client("containerProperties.image is required.");
        }

        bool hasVcpus = ContainerReading.Need(container, default, "VCPU", "vcpus") is >= 1;
        bool hasMemory = ContainerReading.Need(container, default, "MEMORY", "memory") is >= 4;
        if (!hasVcpus || !hasMemory)
        {
            throw BatchFault.Client("containerProperties needs resourceRequirements of the types VCPU and MEMORY.");
        }
    }

    private static void Write(Utf8JsonWriter json, JobDefinition definition)
    {
        json.WriteString("jobDefinitionName", definition.Name);
        json.WriteString("jobDefinitionArn", definition.Arn);
        json.WriteNumber("revision", definition.Revision);
        json.WriteString("status", definition.IsActive ? "ACTIVE" : "INACTIVE");
        json.WriteString("type", "container");
        foreach (JsonProperty member in definition.Request.EnumerateObject())
        {
            if (member.Name is "schedulingPriority" or "parameters" or "retryStrategy" or "containerProperties" or "timeout" or "propagateTags" or "platformCapabilities")
            {
                member.WriteTo(json);
            }
        }

        json.WriteString("containerOrchestrationType", "ECS");
        JobWriting.WriteMap(json, "tags", definition.Tags);
    }
}
