using System.Text.Json;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Batch.Queues;

/// <summary>CreateJobQueue, DescribeJobQueues, UpdateJobQueue and DeleteJobQueue.</summary>
internal static class JobQueues
{
    private const int Page = 100;

    /// <summary>Makes a queue.</summary>
    public static Reply Create(BatchRequest request)
    {
        JsonElement input = request.Input;
        string name = Names.Check("Job queue name", input.Required("jobQueueName"));
        string arn = request.Region.Arn("batch", $"job-queue/{name}");
        request.Demand(arn);
        if (request.Region.Queues.ContainsKey(name))
        {
            throw BatchFault.Client("Object already exists");
        }

        if (request.Region.Queues.Count >= request.Limits.Queues)
        {
            throw BatchFault.Client($"The account has reached its limit of {request.Limits.Queues} job queues.");
        }

        var queue = new JobQueue
        {
            Name = name,
            Arn = arn,
            Change = new ResourceChange(request.Region),
            Priority = input.Whole("priority") ?? throw BatchFault.Client("priority is required."),
            IsEnabled = State(input, true),
            SchedulingPolicy = input.Text("schedulingPolicyArn"),
            Environments = ReadOrder(request) ?? throw BatchFault.Client("computeEnvironmentOrder is required."),
            Tags = Names.Tags(input, request.Limits.Tags),
        };
        request.Region.Queues.Add(name, queue);
        queue.Change.Begin("CREATING");
        return Named(queue);
    }

    /// <summary>Describes queues.</summary>
    public static Reply Describe(BatchRequest request)
    {
        request.Demand("*");
        List<string> wanted = request.Input.Strings("jobQueues");
        IEnumerable<JobQueue> found = wanted.Count > 0
            ? wanted.Select(request.Region.FindQueue).OfType<JobQueue>().Distinct()
            : request.Region.Queues.Values;
        return request.Page("jobQueues", [.. found], Page, Write);
    }

    /// <summary>Changes a queue.</summary>
    public static Reply Update(BatchRequest request)
    {
        JobQueue queue = Find(request);
        queue.Change.Begin("UPDATING");
        JsonElement input = request.Input;
        queue.IsEnabled = State(input, queue.IsEnabled);
        queue.Priority = input.Whole("priority") ?? queue.Priority;
        queue.SchedulingPolicy = input.Text("schedulingPolicyArn") ?? queue.SchedulingPolicy;
        queue.Environments = ReadOrder(request) ?? queue.Environments;
        request.Region.Fleet.Wake();
        return Named(queue);
    }

    /// <summary>Deletes a queue, which must be disabled and without jobs.</summary>
    public static Reply Delete(BatchRequest request)
    {
        JobQueue queue = Find(request);
        if (queue.IsEnabled)
        {
            throw BatchFault.Client("Cannot delete, found existing JobQueue in state ENABLED; disable it first.");
        }

        if (request.Region.Jobs.HasLive(queue))
        {
            throw BatchFault.Client("Cannot delete, the JobQueue has jobs.");
        }

        queue.Change.Begin("DELETING", () => request.Region.Queues.Remove(queue.Name));
        return BatchRequest.Object(static _ => { });
    }

    /// <summary>Reads a state ENABLED or DISABLED.</summary>
    public static bool State(JsonElement input, bool otherwise) => input.Text("state") switch
    {
        null => otherwise,
        "ENABLED" => true,
        "DISABLED" => false,
        var state => throw BatchFault.Client($"The state {state} is not valid."),
    };

    private static JobQueue Find(BatchRequest request)
    {
        string name = request.Input.Required("jobQueue");
        JobQueue? queue = request.Region.FindQueue(name);
        request.Demand(queue?.Arn ?? request.Region.Arn("batch", $"job-queue/{name}"));
        return queue ?? throw BatchFault.Client($"{name} does not exist");
    }

    private static List<ComputeEnvironment>? ReadOrder(BatchRequest request)
    {
        if (!request.Input.Has("computeEnvironmentOrder"))
        {
            return null;
        }

        Region region = request.Region;
        List<ComputeEnvironment> order = [.. request.Input.Items("computeEnvironmentOrder")
            .OrderBy(static one => one.Whole("order") ?? 0)
            .Select(one => region.FindEnvironment(one.Required("computeEnvironment")) ?? throw BatchFault.Client($"ComputeEnvironment {one.Text("computeEnvironment")} does not exist."))];
        if (order.Find(static one => one.Change.Status is "CREATING" or "DELETING") is { } early)
        {
            throw BatchFault.Client($"ComputeEnvironment {early.Name} is not valid yet.");
        }

        return order.Count > 0 && order.Count <= request.Limits.EnvironmentsPerQueue
            ? order
            : throw BatchFault.Client($"A job queue has 1 to {request.Limits.EnvironmentsPerQueue} compute environments.");
    }

    private static Reply Named(JobQueue queue) => BatchRequest.Object(json =>
    {
        json.WriteString("jobQueueName", queue.Name);
        json.WriteString("jobQueueArn", queue.Arn);
    });

    private static void Write(Utf8JsonWriter json, JobQueue queue)
    {
        json.WriteString("jobQueueName", queue.Name);
        json.WriteString("jobQueueArn", queue.Arn);
        json.WriteString("state", queue.IsEnabled ? "ENABLED" : "DISABLED");
        json.WriteString("status", queue.Change.Status ?? queue.Status);
        json.WriteString("statusReason", queue.StatusReason);
        json.WriteNumber("priority", queue.Priority);
        if (queue.SchedulingPolicy is { } policy)
        {
            json.WriteString("schedulingPolicyArn", policy);
        }

        json.WriteStartArray("computeEnvironmentOrder");
        for (int order = 0; order < queue.Environments.Count; order++)
        {
            json.WriteStartObject();
            json.WriteNumber("order", order + 1);
            json.WriteString("computeEnvironment", queue.Environments[order].Arn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        JobWriting.WriteMap(json, "tags", queue.Tags);
    }
}
