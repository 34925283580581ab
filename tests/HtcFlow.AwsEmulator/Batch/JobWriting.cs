using System.Globalization;
using System.Text.Json;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Jobs;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>Writes jobs, arrays and children.</summary>
internal static class JobWriting
{
    /// <summary>Writes what DescribeJobs gives; a negative index stands for the whole.</summary>
    public static void WriteDetail(Utf8JsonWriter json, Job job, int index)
    {
        SubmitOrder order = job.Order;
        bool isParent = index < 0 && job.Size > 0;
        WriteHead(json, job, index);
        json.WriteString("jobQueue", order.Queue.Arn);
        json.WriteString("jobDefinition", order.Definition.Arn);
        if (order.Share is not null)
        {
            json.WriteString("shareIdentifier", order.Share);
            json.WriteNumber("schedulingPriority", order.Priority);
        }

        // The model requires it, and the service sends 0 where nothing has started.
        json.WriteNumber("startedAt", isParent ? 0 : ByTheService(job, job.StartedAt(Math.Max(0, index))));
        WriteAttempts(json, job, index, isParent);
        WriteRetry(json, order.Retry);
        json.WriteStartArray("dependsOn");
        foreach (DependencyOrder dependency in order.DependsOn)
        {
            json.WriteStartObject();
            WriteText(json, "jobId", dependency.JobId);
            WriteText(json, "type", dependency.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteMap(json, "parameters", order.Parameters);
        WriteContainer(json, job, index, isParent);
        WriteArray(json, job, index);
        if (order.Timeout is { } timeout)
        {
            json.WriteStartObject("timeout");
            json.WriteNumber("attemptDurationSeconds", (int)timeout.TotalSeconds);
            json.WriteEndObject();
        }

        WriteMap(json, "tags", order.Tags);
        json.WriteBoolean("propagateTags", order.PropagateTags);
        json.WriteStartArray("platformCapabilities");
        json.WriteStringValue("EC2");
        json.WriteEndArray();
        json.WriteStartArray("eksAttempts");
        json.WriteEndArray();
        json.WriteBoolean("isCancelled", job.IsCancelled);
        json.WriteBoolean("isTerminated", job.IsTerminated);
    }

    /// <summary>Writes what ListJobs gives.</summary>
    public static void WriteSummary(Utf8JsonWriter json, Job job, int index)
    {
        json.WriteStartObject();
        bool isParent = index < 0 && job.Size > 0;
        WriteHead(json, job, index);
        json.WriteString("jobDefinition", job.Order.Definition.Arn);
        int child = Math.Max(0, index);
        if (!isParent && job.StartedAt(child) is > 0 and var startedAt)
        {
            json.WriteNumber("startedAt", ByTheService(job, startedAt));
        }

        if (!isParent && job.Children.Attempt[child] > 0)
        {
            json.WriteStartObject("container");
            WriteEnd(json, job, job.Children.Exit[child], job.Children.ContainerReason[child]);
            json.WriteEndObject();
        }

        WriteArray(json, job, index, isBrief: true);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, Job job, int index)
    {
        bool isParent = index < 0 && job.Size > 0;
        int child = Math.Max(0, index);
        string id = index < 0 ? job.Id : job.IdOf(index);
        json.WriteString("jobArn", job.Region.Arn("batch", $"job/{id}"));
        json.WriteString("jobName", job.Name);
        json.WriteString("jobId", id);
        json.WriteString("status", (isParent ? job.ParentStatus : job.Children.Status[child]).Text());
        json.WriteNumber("createdAt", ByTheService(job, job.CreatedMs));
        WriteText(json, "statusReason", isParent ? ParentReason(job) : ReasonText(job, job.Children.Reason[child], job.Children.Instance[child]));
        bool isFinal = isParent ? job.ParentStatus.IsFinal() : job.Children.Status[child].IsFinal();
        if (isFinal)
        {
            json.WriteNumber("stoppedAt", ByTheService(job, isParent ? job.StoppedMs : job.StoppedAt(child)));
        }
    }

    // The service tells times by its own clock, which may be another one than the emulator's.
    private static long ByTheService(Job job, long milliseconds) =>
        milliseconds == 0 ? 0 : milliseconds + (long)job.Region.Emulator.Options.Habits.ClockOffset.TotalMilliseconds;

    private static string? ParentReason(Job job) => job.ParentStatus.IsFinal() ? job.ParentReason : null;

    private static string? ReasonText(Job job, int reason, int instance) =>
        reason == ChildTable.HostReason ? Words.HostLost(job.Region.Fleet.Instances[instance].Id) : job.Region.Words.Text(reason);

    private static void WriteAttempts(Utf8JsonWriter json, Job job, int index, bool isParent)
    {
        json.WriteStartArray("attempts");
        int child = Math.Max(0, index);
        ChildTable children = job.Children;
        if (!isParent)
        {
            int number = 0;
            foreach (AttemptRecord attempt in job.History.GetValueOrDefault(child) ?? [])
            {
                WriteAttempt(json, job, child, ++number, attempt);
            }

            if (children.Status[child].IsFinal() && children.Attempt[child] > number)
            {
                WriteAttempt(json, job, child, number + 1, new AttemptRecord(
                    children.Exit[child], children.Started[child], children.Stopped[child], children.Reason[child], children.ContainerReason[child], children.Instance[child]));
            }
        }

        json.WriteEndArray();
    }

    private static void WriteAttempt(Utf8JsonWriter json, Job job, int index, int number, in AttemptRecord attempt)
    {
        json.WriteStartObject();
        json.WriteStartObject("container");
        WritePlace(json, job, index, number, attempt.Instance);
        WriteEnd(json, job, attempt.Exit, attempt.ContainerReason);
        json.WriteStartArray("networkInterfaces");
        json.WriteEndArray();
        json.WriteEndObject();
        if (attempt.Started > 0)
        {
            json.WriteNumber("startedAt", ByTheService(job, job.CreatedMs + attempt.Started));
        }

        json.WriteNumber("stoppedAt", ByTheService(job, job.CreatedMs + attempt.Stopped));
        WriteText(json, "statusReason", ReasonText(job, attempt.Reason, attempt.Instance));
        json.WriteEndObject();
    }

    private static void WriteContainer(Utf8JsonWriter json, Job job, int index, bool isParent)
    {
        ContainerSpec container = job.ReadContainer();
        json.WriteStartObject("container");
        json.WriteString("image", container.Image);
        json.WriteStartArray("command");
        foreach (string word in container.Command)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
        WriteText(json, "jobRoleArn", job.Order.Definition.Container.Text("jobRoleArn"));
        foreach (string empty in (string[])["volumes", "mountPoints", "ulimits", "networkInterfaces", "secrets"])
        {
            json.WriteStartArray(empty);
            json.WriteEndArray();
        }

        json.WriteStartArray("environment");
        foreach ((string name, string value) in container.Environment)
        {
            WritePair(json, "name", name, "value", value);
        }

        json.WriteEndArray();
        json.WriteStartArray("resourceRequirements");
        WritePair(json, "value", container.Vcpus.ToString(CultureInfo.InvariantCulture), "type", "VCPU");
        WritePair(json, "value", container.MemoryMib.ToString(CultureInfo.InvariantCulture), "type", "MEMORY");
        json.WriteEndArray();
        int child = Math.Max(0, index);
        if (!isParent && job.Children.Attempt[child] > 0)
        {
            WritePlace(json, job, child, job.Children.Attempt[child], job.Children.Instance[child]);
            WriteEnd(json, job, job.Children.Exit[child], job.Children.ContainerReason[child]);
        }

        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, Job job, int index, int attempt, int instance)
    {
        if (instance < 0)
        {
            return;
        }

        Instance machine = job.Region.Fleet.Instances[instance];
        string task = $"{job.Id.Replace("-", "", StringComparison.Ordinal)}{index:x4}{attempt:x2}";
        json.WriteString("containerInstanceArn", machine.ContainerInstanceArn);
        json.WriteString("taskArn", job.Region.Arn("ecs", $"task/{machine.Environment.Name}/{task}"));
        json.WriteString("logStreamName", $"{job.Order.Definition.Name}/default/{task}");
    }

    private static void WriteEnd(Utf8JsonWriter json, Job job, short exit, int reason)
    {
        if (exit >= 0)
        {
            json.WriteNumber("exitCode", exit);
        }

        WriteText(json, "reason", job.Region.Words.Text(reason));
    }

    private static void WriteArray(Utf8JsonWriter json, Job job, int index, bool isBrief = false)
    {
        if (job.Size == 0)
        {
            return;
        }

        json.WriteStartObject("arrayProperties");
        if (index >= 0)
        {
            json.WriteNumber("index", index);
        }
        else
        {
            json.WriteNumber("size", job.Size);
        }

        if (index < 0 && !isBrief)
        {
            json.WriteStartObject("statusSummary");
            for (int status = 0; status < StatusNames.Count; status++)
            {
                json.WriteNumber(((JobStatus)status).Text(), job.Shown[status]);
            }

            json.WriteEndObject();
            json.WriteNumber("statusSummaryLastUpdatedAt", ByTheService(job, job.ShownMs));
        }

        json.WriteEndObject();
    }

    private static void WriteRetry(Utf8JsonWriter json, RetryStrategy retry)
    {
        json.WriteStartObject("retryStrategy");
        json.WriteNumber("attempts", retry.Attempts);
        json.WriteStartArray("evaluateOnExit");
        foreach (RetryRule rule in retry.Rules)
        {
            json.WriteStartObject();
            WriteText(json, "onStatusReason", rule.OnStatusReason);
            WriteText(json, "onReason", rule.OnReason);
            WriteText(json, "onExitCode", rule.OnExitCode);
            json.WriteString("action", rule.IsRetry ? "RETRY" : "EXIT");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePair(Utf8JsonWriter json, string first, string value, string second, string other)
    {
        json.WriteStartObject();
        json.WriteString(first, value);
        json.WriteString(second, other);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Writes a map of texts.</summary>
    public static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
