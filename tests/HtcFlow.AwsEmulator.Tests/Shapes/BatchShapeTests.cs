using System.Text.Json;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Shapes;

/// <summary>Every reply of Batch is of the shape that the service's model gives it, and every error is one that it declares.</summary>
public sealed class BatchShapeTests
{
    [Fact]
    public async Task Jobs_Replies_FitTheModel()
    {
        var play = new Play { OnBegin = static element => new VirtualPlan(TimeSpan.FromMinutes(1), element.Index % 2, "OutOfMemoryError: Container killed") };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        ServiceModel model = ServiceModel.Read("batch");
        JsonElement submitted = await FitAsync(scene, model, "SubmitJob", new
        {
            jobName = "a",
            jobQueue = "main",
            jobDefinition = Scene.Definition,
            arrayProperties = new { size = 4 },
            retryStrategy = new { attempts = 2, evaluateOnExit = new[] { new { onExitCode = "1", action = "RETRY" } } },
            timeout = new { attemptDurationSeconds = 600 },
            tags = new { campaign = "c", stage = "s" },
            parameters = new { p = "v" },
            containerOverrides = new { environment = new[] { new { name = "A", value = "b" } }, command = new[] { "x", "Ref::p" } },
        });
        string id = submitted.GetProperty("jobId").GetString()!;
        string plain = await scene.SubmitAsync("plain", dependsOn: new[] { new { jobId = id } });
        foreach (TimeSpan step in (TimeSpan[])[TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10)])
        {
            scene.Time.Advance(step);
            await FitAsync(scene, model, "DescribeJobs", new { jobs = new[] { id, id + ":0", id + ":1", plain } });
            foreach (string status in (string[])["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"])
            {
                await FitAsync(scene, model, "ListJobs", new { arrayJobId = id, jobStatus = status, maxResults = 1 });
                await FitAsync(scene, model, "ListJobs", new { jobQueue = "main", jobStatus = status });
            }
        }

        await FitAsync(scene, model, "TerminateJob", new { jobId = id, reason = "r" });
        await FitAsync(scene, model, "CancelJob", new { jobId = plain, reason = "r" });
        Answered fault = await scene.Caller.BatchAsync("DescribeJobs", new { jobs = Array.Empty<string>() });
        Assert.True(model.Declares("DescribeJobs", fault.Error));
    }

    [Fact]
    public async Task Definitions_Replies_FitTheModel()
    {
        await using Scene scene = await Scene.StartAsync();
        ServiceModel model = ServiceModel.Read("batch");
        JsonElement registered = await FitAsync(scene, model, "RegisterJobDefinition", new
        {
            jobDefinitionName = "full",
            type = "container",
            parameters = new { p = "v" },
            schedulingPriority = 5,
            propagateTags = true,
            retryStrategy = new { attempts = 3 },
            timeout = new { attemptDurationSeconds = 100 },
            tags = new { a = "b" },
            platformCapabilities = new[] { "EC2" },
            containerProperties = new
            {
                image = "image",
                command = new[] { "run" },
                jobRoleArn = "arn:aws:iam::123456789012:role/job",
                resourceRequirements = new[] { new { type = "VCPU", value = "2" }, new { type = "MEMORY", value = "2048" } },
            },
        });
        Assert.Equal(1, registered.GetProperty("revision").GetInt32());
        await FitAsync(scene, model, "DescribeJobDefinitions", new { jobDefinitionName = "full", status = "ACTIVE" });
        await FitAsync(scene, model, "DeregisterJobDefinition", new { jobDefinition = "full:1" });
        JsonElement inactive = await FitAsync(scene, model, "DescribeJobDefinitions", new { jobDefinitions = new[] { "full:1" } });
        Assert.Equal("INACTIVE", inactive.GetProperty("jobDefinitions")[0].GetProperty("status").GetString());
        Answered fault = await scene.Caller.BatchAsync("SubmitJob", new { jobName = "a", jobQueue = "main", jobDefinition = "full:1" });
        Assert.True(model.Declares("SubmitJob", fault.Error));
    }

    [Fact]
    public async Task Queues_Replies_FitTheModel()
    {
        await using Scene scene = await Scene.StartAsync();
        ServiceModel model = ServiceModel.Read("batch");
        await FitAsync(scene, model, "CreateComputeEnvironment", new
        {
            computeEnvironmentName = "more",
            type = "MANAGED",
            computeResources = new
            {
                type = "SPOT",
                allocationStrategy = "SPOT_PRICE_CAPACITY_OPTIMIZED",
                minvCpus = 0,
                maxvCpus = 256,
                instanceTypes = new[] { "c5", "m6i.large" },
                subnets = new[] { "subnet-1" },
                securityGroupIds = new[] { "sg-1" },
                instanceRole = "role",
            },
        });
        await FitAsync(scene, model, "CreateJobQueue", new { jobQueueName = "more", priority = 3, computeEnvironmentOrder = new[] { new { order = 1, computeEnvironment = "more" } } });
        await FitAsync(scene, model, "DescribeComputeEnvironments", new { });
        await FitAsync(scene, model, "DescribeJobQueues", new { jobQueues = new[] { "more" } });
        await FitAsync(scene, model, "UpdateComputeEnvironment", new { computeEnvironment = "more", computeResources = new { maxvCpus = 16 } });
        JsonElement changed = await FitAsync(scene, model, "DescribeComputeEnvironments", new { computeEnvironments = new[] { "more" } });
        Assert.Equal(16, changed.GetProperty("computeEnvironments")[0].GetProperty("computeResources").GetProperty("maxvCpus").GetInt32());
        await FitAsync(scene, model, "UpdateJobQueue", new { jobQueue = "more", state = "DISABLED" });
        Assert.Contains("not in a valid state", (await scene.Caller.BatchAsync("SubmitJob", new { jobName = "a", jobQueue = "more", jobDefinition = Scene.Definition })).Text, StringComparison.Ordinal);
        await FitAsync(scene, model, "DeleteJobQueue", new { jobQueue = "more" });
        Assert.Equal("ClientException", (await scene.Caller.BatchAsync("DeleteComputeEnvironment", new { computeEnvironment = "more" })).Error);
        await FitAsync(scene, model, "UpdateComputeEnvironment", new { computeEnvironment = "more", state = "DISABLED" });
        await FitAsync(scene, model, "DeleteComputeEnvironment", new { computeEnvironment = "more" });
    }

    [Fact]
    public async Task Queues_ChangesThatTakeTime_ShowThemAndTakeNoOthers()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.Habits.ResourceTime = TimeSpan.FromSeconds(30));
        ServiceModel model = ServiceModel.Read("batch");
        async Task<string> StatusAsync(string operation, string member, object input)
        {
            JsonElement found = (await FitAsync(scene, model, operation, input)).GetProperty(member);
            return found.GetArrayLength() == 0 ? "" : found[0].GetProperty("status").GetString()!;
        }

        Task<string> EnvironmentAsync() => StatusAsync("DescribeComputeEnvironments", "computeEnvironments", new { computeEnvironments = new[] { "slow" } });
        Task<string> QueueAsync() => StatusAsync("DescribeJobQueues", "jobQueues", new { jobQueues = new[] { "slow" } });
        await FitAsync(scene, model, "CreateComputeEnvironment", new
        {
            computeEnvironmentName = "slow",
            type = "MANAGED",
            computeResources = new { type = "SPOT", minvCpus = 0, maxvCpus = 16, instanceTypes = new[] { "c5" }, subnets = new[] { "subnet-1" }, instanceRole = "role" },
        });
        Assert.Equal("CREATING", await EnvironmentAsync());
        var queue = new { jobQueueName = "slow", priority = 1, computeEnvironmentOrder = new[] { new { order = 1, computeEnvironment = "slow" } } };
        Assert.Contains("not valid", (await scene.Caller.BatchAsync("CreateJobQueue", queue)).Text, StringComparison.Ordinal);
        scene.Time.Advance(TimeSpan.FromSeconds(31));
        await FitAsync(scene, model, "CreateJobQueue", queue);
        scene.Time.Advance(TimeSpan.FromSeconds(31));
        await FitAsync(scene, model, "UpdateJobQueue", new { jobQueue = "slow", state = "DISABLED" });
        Assert.Equal(("VALID", "UPDATING"), (await EnvironmentAsync(), await QueueAsync()));
        Assert.Contains("being modified", (await scene.Caller.BatchAsync("DeleteJobQueue", new { jobQueue = "slow" })).Text, StringComparison.Ordinal);
        scene.Time.Advance(TimeSpan.FromSeconds(31));
        await FitAsync(scene, model, "DeleteJobQueue", new { jobQueue = "slow" });
        Assert.Equal("DELETING", await QueueAsync());
        scene.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("", await QueueAsync());
    }

    private static async Task<JsonElement> FitAsync(Scene scene, ServiceModel model, string operation, object input)
    {
        JsonElement reply = await scene.Caller.OkAsync(operation, input);
        Assert.Empty(model.CheckJson(operation, reply));
        return reply;
    }
}
