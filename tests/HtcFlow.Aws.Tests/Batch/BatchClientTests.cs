using System.Globalization;
using System.Net;
using System.Text.Json;
using HtcFlow.Aws.Batch.Definitions;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Aws.Batch.Running;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Batch;

public sealed class BatchClientTests
{
    [Fact]
    public async Task SubmitAsync_Everything_IsWrittenAsTheServiceReadsIt()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, """{"jobId":"j"}"""));
        await stand.RunAsync((services, token) => services.Jobs.SubmitAsync(
            new SubmitRequest
            {
                JobName = "n",
                JobQueue = "q",
                JobDefinition = "d:3",
                ArrayProperties = new ArrayProperties { Size = 100 },
                DependsOn = [new JobDependency { JobId = "x", Type = DependencyType.NToN }, new JobDependency { JobId = "y" }],
                ContainerOverrides = new ContainerOverrides
                {
                    Command = ["a"],
                    Environment = [new EnvironmentVariable("K", "v")],
                    ResourceRequirements = [new ResourceRequirement(ResourceKind.Vcpu, "4"), new ResourceRequirement(ResourceKind.Memory, "2048")],
                },
                RetryStrategy = new RetryStrategy
                {
                    Attempts = 3,
                    EvaluateOnExit = [new ExitRule { OnStatusReason = "Host EC2*", Action = ExitAction.Retry }, new ExitRule { OnReason = "*", Action = ExitAction.Exit }],
                },
                Timeout = new JobTimeout { AttemptDurationSeconds = 3600 },
                ShareIdentifier = "s",
                SchedulingPriorityOverride = 5,
                Tags = new Dictionary<string, string> { ["campaign"] = "c" },
                PropagateTags = true,
            },
            token));
        Assert.Equal(
            """
            {"jobName":"n","jobQueue":"q","jobDefinition":"d:3","arrayProperties":{"size":100},"dependsOn":[{"jobId":"x","type":"N_TO_N"},{"jobId":"y"}],
            "containerOverrides":{"command":["a"],"environment":[{"name":"K","value":"v"}],
            "resourceRequirements":[{"type":"VCPU","value":"4"},{"type":"MEMORY","value":"2048"}]},
            "retryStrategy":{"attempts":3,"evaluateOnExit":[{"onStatusReason":"Host EC2*","action":"RETRY"},{"onReason":"*","action":"EXIT"}]},
            "timeout":{"attemptDurationSeconds":3600},"shareIdentifier":"s","schedulingPriorityOverride":5,"tags":{"campaign":"c"},"propagateTags":true}
            """.Replace("\n", "", StringComparison.Ordinal),
            stand.Service.Requests[0].Body);
    }

    [Fact]
    public async Task DescribeAsync_250Ids_AreThreeCalls()
    {
        using var stand = new ServiceStand(new StubService().Answer(static request =>
        {
            using var json = JsonDocument.Parse(request.Body);
            return $$"""{"jobs":[{{string.Join(',', json.RootElement.GetProperty("jobs").EnumerateArray().Select(static id => $"{{\"jobId\":\"{id.GetString()}\"}}"))}}]}""";
        }));
        string[] ids = [.. Enumerable.Range(0, 250).Select(static id => id.ToString(CultureInfo.InvariantCulture))];
        IReadOnlyList<JobDetail> found = await stand.RunAsync((services, token) => services.Jobs.DescribeAsync(ids, token));
        Assert.Equal(ids, found.Select(static job => job.JobId));
        Assert.Equal(3, stand.Service.Requests.Count);
    }

    [Fact]
    public async Task DescribeAsync_NoIds_IsNoCall()
    {
        using var stand = new ServiceStand(new StubService());
        Assert.Empty(await stand.RunAsync(static (services, token) => services.Jobs.DescribeAsync([], token)));
        Assert.Empty(stand.Service.Requests);
    }

    [Fact]
    public async Task DescribeAsync_Job_IsReadWithAllItsParts()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, """
            {"jobs":[{"jobId":"j:7","jobName":"n","jobQueue":"q","status":"FAILED","statusReason":"Essential container in task exited","createdAt":1893456000123,
            "startedAt":1893456001000,"stoppedAt":1893456002000,"attempts":[{"container":{"exitCode":3,"reason":"r","containerInstanceArn":"c","taskArn":"t","logStreamName":"l"},
            "startedAt":1893456001000,"stoppedAt":1893456002000,"statusReason":"Host EC2 (instance i-1) terminated."}],"arrayProperties":{"index":7},"isTerminated":true,
            "unknown":{"x":[1]},"tags":null},
            {"jobId":"j","status":"PENDING","arrayProperties":{"size":9,"statusSummary":{"RUNNABLE":4,"FAILED":5},"statusSummaryLastUpdatedAt":1893456000000}},
            {"jobId":"k","status":"DREAMING"}]}
            """));
        IReadOnlyList<JobDetail> jobs = await stand.RunAsync(static (services, token) => services.Jobs.DescribeAsync(["j"], token));
        JobDetail child = jobs[0];
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, 123, TimeSpan.Zero), child.CreatedAt);
        Assert.Equal((JobStatus.Failed, 7, true), (child.Status, child.ArrayProperties!.Index, child.IsTerminated));
        Assert.Equal(
            new JobAttempt
            {
                Container = new JobContainer { ExitCode = 3, Reason = "r", ContainerInstanceArn = "c", TaskArn = "t", LogStreamName = "l" },
                StartedAt = child.StartedAt,
                StoppedAt = child.StoppedAt,
                StatusReason = "Host EC2 (instance i-1) terminated.",
            },
            Assert.Single(child.Attempts));
        Assert.Empty(child.Tags);
        Assert.Equal(5, jobs[1].ArrayProperties!.StatusSummary!["FAILED"]);
        Assert.Equal((JobStatus.None, 0), (jobs[2].Status, jobs[2].Attempts.Count));
    }

    [Fact]
    public async Task ListAsync_Pages_AreAskedForOneByOne()
    {
        using var stand = new ServiceStand(new StubService()
            .Answer(HttpStatusCode.OK, """{"jobSummaryList":[{"jobId":"a:0"},{"jobId":"a:1"}],"nextToken":"t1"}""")
            .Answer(HttpStatusCode.OK, """{"jobSummaryList":[],"nextToken":"t2"}""")
            .Answer(HttpStatusCode.OK, """{"jobSummaryList":[{"jobId":"a:2","container":{"exitCode":1}}]}"""));
        JobSummary[] rows = await stand.RunAsync(
            static (services, token) => services.Jobs.ListAsync(ListQuery.OfArray("a", JobStatus.Failed), token).ToArrayAsync(token).AsTask());
        Assert.Equal(["a:0", "a:1", "a:2"], rows.Select(static row => row.JobId));
        Assert.Equal(
            [
                """{"arrayJobId":"a","jobStatus":"FAILED","maxResults":100}""",
                """{"arrayJobId":"a","jobStatus":"FAILED","maxResults":100,"nextToken":"t1"}""",
                """{"arrayJobId":"a","jobStatus":"FAILED","maxResults":100,"nextToken":"t2"}""",
            ],
            stand.Service.Requests.Select(static request => request.Body));
    }

    [Fact]
    public async Task ListAsync_ByName_UsesTheFilter()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, """{"jobSummaryList":[]}"""));
        await stand.RunAsync(static (services, token) => services.Jobs.ListAsync(ListQuery.Named("q", "hf-*"), token).ToArrayAsync(token).AsTask());
        Assert.Equal("""{"jobQueue":"q","maxResults":100,"filters":[{"name":"JOB_NAME","values":["hf-*"]}]}""", stand.Service.Requests[0].Body);
    }

    [Fact]
    public async Task TerminateAndCancel_EmptyReplies_AreGood()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, ""));
        await stand.RunAsync(static (services, token) => services.Jobs.TerminateAsync("j", "why", token));
        await stand.RunAsync(static (services, token) => services.Jobs.CancelAsync("j", "why", token));
        Assert.Equal(["/v1/terminatejob", "/v1/canceljob"], stand.Service.Requests.Select(static request => request.Address.AbsolutePath));
    }

    [Fact]
    public async Task SubmitAsync_ReplyIsSomethingElse_IsInDoubt()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, "<html>hotel network, please log in</html>"));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => stand.RunAsync(
            static (services, token) => services.Jobs.SubmitAsync(new SubmitRequest { JobName = "n", JobQueue = "q", JobDefinition = "d" }, token)));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Single(stand.Service.Requests);
    }

    [Fact]
    public async Task Queues_Requests_AreWrittenAsTheServiceReadsThem()
    {
        using var stand = new ServiceStand(new StubService()
            .Answer(HttpStatusCode.OK, """{"computeEnvironmentName":"e","computeEnvironmentArn":"arn:e"}""")
            .Answer(HttpStatusCode.OK, """{"jobQueueName":"q","jobQueueArn":"arn:q"}""")
            .Answer(HttpStatusCode.OK, "{}")
            .Answer(HttpStatusCode.OK, """{"jobQueues":[{"jobQueueName":"q","state":"DISABLED","status":"INVALID","statusReason":"why","computeEnvironmentOrder":[{"order":1,"computeEnvironment":"e"}]}],"nextToken":"t"}""")
            .Answer(HttpStatusCode.OK, """{"jobQueues":[{"jobQueueName":"r"}]}"""));
        Assert.Equal("arn:e", await stand.RunAsync(static (services, token) => services.Queues.CreateEnvironmentAsync(
            new CreateEnvironmentRequest
            {
                ComputeEnvironmentName = "e",
                ComputeResources = new ComputeResources { Type = "SPOT", MinVcpus = 0, MaxVcpus = 64, Subnets = ["s"], LaunchTemplate = new LaunchTemplate { LaunchTemplateName = "l" } },
            },
            token)));
        Assert.Equal("arn:q", await stand.RunAsync(static (services, token) => services.Queues.CreateQueueAsync(
            new CreateQueueRequest { JobQueueName = "q", ComputeEnvironmentOrder = [new EnvironmentOrder(1, "e")] }, token)));
        await stand.RunAsync(static (services, token) => services.Queues.UpdateEnvironmentAsync(
            new UpdateEnvironmentRequest { ComputeEnvironment = "e", State = ResourceState.Disabled, ComputeResources = new ComputeResources { MaxVcpus = 8 } }, token));
        IReadOnlyList<JobQueue> queues = await stand.RunAsync(static (services, token) => services.Queues.DescribeQueuesAsync([], token));
        Assert.Equal((ResourceState.Disabled, ResourceStatus.Invalid, "e"), (queues[0].State, queues[0].Status, queues[0].ComputeEnvironmentOrder[0].ComputeEnvironment));
        Assert.Equal(
            [
                """{"computeEnvironmentName":"e","type":"MANAGED","state":"ENABLED","computeResources":{"type":"SPOT","minvCpus":0,"maxvCpus":64,"subnets":["s"],"launchTemplate":{"launchTemplateName":"l"}}}""",
                """{"jobQueueName":"q","state":"ENABLED","priority":1,"computeEnvironmentOrder":[{"order":1,"computeEnvironment":"e"}]}""",
                """{"computeEnvironment":"e","state":"DISABLED","computeResources":{"maxvCpus":8}}""",
                "{}",
                """{"nextToken":"t"}""",
            ],
            stand.Service.Requests.Select(static request => request.Body));
    }

    [Fact]
    public async Task Definitions_RegisterAndDescribe_ReadWhatWasWritten()
    {
        using var stand = new ServiceStand(new StubService()
            .Answer(HttpStatusCode.OK, """{"jobDefinitionName":"d","jobDefinitionArn":"arn:d:2","revision":2}""")
            .Answer(HttpStatusCode.OK, """{"jobDefinitions":[{"jobDefinitionName":"d","revision":2,"status":"ACTIVE","containerProperties":{"image":"i","ulimits":[{"name":"nofile","softLimit":1,"hardLimit":2}]}}]}"""));
        RegisteredDefinition made = await stand.RunAsync(static (services, token) => services.Definitions.RegisterAsync(
            new RegisterRequest
            {
                JobDefinitionName = "d",
                ContainerProperties = new ContainerProperties { Image = "i", Volumes = [new Volume { Name = "v", Host = new HostPath("/x") }], LinuxParameters = new LinuxParameters { InitProcessEnabled = true } },
            },
            token));
        Assert.Equal(2, made.Revision);
        JobDefinition found = Assert.Single(await stand.RunAsync(
            static (services, token) => services.Definitions.DescribeAsync(new DefinitionQuery { JobDefinitionName = "d" }, token).ToArrayAsync(token).AsTask()));
        Assert.Equal(new Ulimit("nofile", 1, 2), found.ContainerProperties!.Ulimits![0]);
        Assert.Equal(
            [
                """{"jobDefinitionName":"d","type":"container","containerProperties":{"image":"i","volumes":[{"name":"v","host":{"sourcePath":"/x"}}],"linuxParameters":{"initProcessEnabled":true}}}""",
                """{"jobDefinitionName":"d","status":"ACTIVE","maxResults":100}""",
            ],
            stand.Service.Requests.Select(static request => request.Body));
    }
}
