using System.Text;
using System.Text.Json;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Jobs;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Batch.Submitting;

/// <summary>SubmitJob.</summary>
internal static class SubmitJob
{
    private const int SmallestArray = 2;
    private const int HighestPriority = 9999;

    /// <summary>Takes a job in.</summary>
    public static Reply Answer(BatchRequest request)
    {
        JsonElement input = request.Input;
        Region region = request.Region;
        if (request.Call.Request.Body.Length > request.Limits.SubmitBytes)
        {
            throw BatchFault.Client($"The SubmitJob request must be at most {request.Limits.SubmitBytes} bytes.");
        }

        string name = Names.Check("Job name", input.Required("jobName"));
        string queueName = input.Required("jobQueue");
        string definitionName = input.Required("jobDefinition");
        JobQueue? queue = region.FindQueue(queueName);
        JobDefinition? definition = region.Definitions.Find(definitionName);
        request.Demand(
            queue?.Arn ?? region.Arn("batch", $"job-queue/{queueName}"),
            definition?.Arn ?? region.Arn("batch", $"job-definition/{definitionName}"));
        if (queue is null)
        {
            throw BatchFault.Client($"JobQueue {queueName} not found.");
        }

        if (!queue.IsEnabled || queue.Status is "DELETING" or "INVALID")
        {
            throw BatchFault.Client($"JobQueue {queue.Arn} is not in a valid state to accept jobs: state {(queue.IsEnabled ? "ENABLED" : "DISABLED")}, status {queue.Status}.");
        }

        if (definition is not { IsActive: true })
        {
            throw BatchFault.Client($"JobDefinition {definitionName} is not found or is not ACTIVE.");
        }

        SubmitOrder order = Read(input, name, queue, definition, request.Limits);
        CheckDependencies(region, order);
        if (region.Jobs.Submitted + Math.Max(1, order.Size) > request.Limits.SubmittedJobs)
        {
            throw BatchFault.Client($"The account has reached its limit of {request.Limits.SubmittedJobs} jobs in the state SUBMITTED.");
        }

        var job = new Job(region, order, region.Emulator.NewId(), region.NextSequence());
        region.Life.Admit(job);
        return BatchRequest.Object(json =>
        {
            json.WriteString("jobArn", region.Arn("batch", $"job/{job.Id}"));
            json.WriteString("jobName", name);
            json.WriteString("jobId", job.Id);
        });
    }

    private static SubmitOrder Read(JsonElement input, string name, JobQueue queue, JobDefinition definition, LimitOptions limits)
    {
        JsonElement overrides = input.Member("containerOverrides");
        string text = overrides.ValueKind == JsonValueKind.Undefined ? "" : JsonSerializer.Serialize(overrides, s_plain);
        if (text.Length > limits.OverrideCharacters)
        {
            throw BatchFault.Client($"Container Overrides length must be at most {limits.OverrideCharacters}");
        }

        List<DependencyOrder> dependencies =
            [.. input.Items("dependsOn").Select(static one => new DependencyOrder(one.Text("jobId"), one.Text("type")))];
        return new SubmitOrder
        {
            Name = name,
            Queue = queue,
            Definition = definition,
            Size = ReadSize(input, limits),
            DependsOn = dependencies,
            IsSequential = dependencies.Exists(static one => one.Type == "SEQUENTIAL"),
            Shape = ReadShape(definition, overrides),
            Share = ReadShare(input, queue),
            Priority = ReadPriority(input) ?? definition.Priority,
            Retry = RetryReading.Retry(input, limits) ?? definition.Retry,
            Timeout = RetryReading.Timeout(input, limits) ?? definition.Timeout,
            PropagateTags = input.Has("propagateTags") ? input.Flag("propagateTags") : definition.PropagateTags,
            Tags = Names.Tags(input, limits.Tags),
            Parameters = input.Map("parameters"),
            Overrides = Encoding.UTF8.GetBytes(text),
        };
    }

    // Without escapes that the caller did not write: the limit counts the caller's characters.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static int ReadSize(JsonElement input, LimitOptions limits)
    {
        JsonElement array = input.Member("arrayProperties");
        if (array.ValueKind == JsonValueKind.Undefined)
        {
            return 0;
        }

        int size = array.Whole("size") ?? 0;
        return size >= SmallestArray && size <= limits.ArraySize
            ? size
            : throw BatchFault.Client($"Array size must be between {SmallestArray} and {limits.ArraySize}.");
    }

    private static Shape ReadShape(JobDefinition definition, JsonElement overrides)
    {
        int vcpus = ContainerReading.Need(definition.Container, overrides, "VCPU", "vcpus") ?? 0;
        int memory = ContainerReading.Need(definition.Container, overrides, "MEMORY", "memory") ?? 0;
        return vcpus >= 1 && memory >= 4
            ? new Shape(vcpus, memory)
            : throw BatchFault.Client("resourceRequirements must ask for at least 1 VCPU and 4 MiB of MEMORY.");
    }

    private static string? ReadShare(JsonElement input, JobQueue queue)
    {
        string? share = input.Text("shareIdentifier");
        if (share is null == queue.SchedulingPolicy is null)
        {
            return share;
        }

        throw BatchFault.Client(share is null
            ? "shareIdentifier must be specified for a job queue that has a scheduling policy."
            : "shareIdentifier can only be specified for a job queue that has a scheduling policy.");
    }

    private static int? ReadPriority(JsonElement input) => input.Whole("schedulingPriorityOverride") switch
    {
        null => null,
        { } priority and >= 0 and <= HighestPriority => priority,
        _ => throw BatchFault.Client($"schedulingPriorityOverride must be between 0 and {HighestPriority}."),
    };

    private static void CheckDependencies(Region region, SubmitOrder order)
    {
        int most = region.Emulator.Options.Limits.Dependencies;
        if (order.DependsOn.Count > most)
        {
            throw BatchFault.Client($"A job can have at most {most} dependencies.");
        }

        foreach (DependencyOrder dependency in order.DependsOn)
        {
            if (dependency.Type is not (null or "N_TO_N" or "SEQUENTIAL"))
            {
                throw BatchFault.Client($"The dependency type {dependency.Type} is not valid.");
            }

            if (dependency.Type == "SEQUENTIAL" ? order.Size == 0 || dependency.JobId is not null : dependency.JobId is null)
            {
                throw BatchFault.Client("A dependency names a job, except SEQUENTIAL, which only an array can have and which names none.");
            }

            Job? target = dependency.JobId is { } id ? region.Jobs.FindElement(id).Job : null;
            if (dependency.JobId is not null && target is null)
            {
                throw BatchFault.Client($"Job dependency {dependency.JobId} not found.");
            }

            if (dependency.Type == "N_TO_N" && target?.Size != order.Size)
            {
                throw BatchFault.Client("N_TO_N dependencies must be between array jobs of the same size.");
            }
        }
    }
}
