using System.Text.Json;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.Tests.Support;
using HtcFlow.Testing;

namespace HtcFlow.AwsEmulator.Tests.Executors;

/// <summary>Elements that run as processes.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Elements_Environment_IsThatOfBatch()
    {
        await using Stage stage = await Stage.StartAsync();
        string id = await stage.SubmitAsync("""env; echo "$0 $*"; exit $((AWS_BATCH_JOB_ARRAY_INDEX * 7))""", 2);
        await stage.Host.ReachedAsync(id, "FAILED");
        string output = stage.Output($"{id}.1-1");
        foreach (string line in (string[])[$"AWS_BATCH_JOB_ID={id}:1", "AWS_BATCH_JOB_ARRAY_INDEX=1", "AWS_BATCH_JOB_ARRAY_SIZE=2", "AWS_BATCH_JOB_ATTEMPT=1", "AWS_BATCH_JQ_NAME=main", "AWS_BATCH_CE_NAME=main", "OWN=value", "entered words"])
        {
            Assert.Contains(line, output.Split('\n'));
        }

        JsonElement child = await stage.DescribeAsync(id + ":1");
        Assert.Equal(7, child.GetProperty("container").GetProperty("exitCode").GetInt32());
        Assert.Equal("SUCCEEDED", (await stage.DescribeAsync(id + ":0")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task PlainJob_Environment_HasNoIndex()
    {
        await using Stage stage = await Stage.StartAsync();
        string id = await stage.SubmitAsync("env");
        await stage.Host.ReachedAsync(id, "SUCCEEDED");
        Assert.DoesNotContain("ARRAY", stage.Output($"{id}-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminated_Element_GetsTermThenKillAndNothingIsLeft()
    {
        await using Stage stage = await Stage.StartAsync(static options => options.Habits.KillGrace = TimeSpan.FromSeconds(3));
        // A child flees into a session of its own; the first process hears SIGTERM and goes on.
        string id = await stage.SubmitAsync("""trap 'echo heard' TERM; setsid sh -c 'echo fled $$; exec sleep 300' & while :; do wait; done""");
        await stage.Host.ReachedAsync(id, "RUNNING");
        stage.WaitFor($"{id}-1", "fled");
        await stage.Caller.OkAsync("TerminateJob", new { jobId = id, reason = "enough" });
        await stage.Host.ReachedAsync(id, "FAILED");
        JsonElement job = await stage.DescribeAsync(id);
        Assert.Equal(("enough", 137), (job.GetProperty("statusReason").GetString(), job.GetProperty("container").GetProperty("exitCode").GetInt32()));
        string output = stage.Output($"{id}-1");
        Assert.Contains("heard", output, StringComparison.Ordinal);
        string fled = output.Split('\n').Single(static line => line.StartsWith("fled ", StringComparison.Ordinal))[5..];
        Assert.True(SpinWait.SpinUntil(() => IsGone(fled), TimeSpan.FromSeconds(20)), $"process {fled} is still there");
    }

    [Fact]
    public async Task Reclaimed_Element_SeesTheNoticeAndIsTriedAgainElsewhere()
    {
        await using Stage stage = await Stage.StartAsync(static options => options.Habits.ReclaimNotice = TimeSpan.FromSeconds(5));
        string id = await stage.SubmitAsync("""
            if [ "$AWS_BATCH_JOB_ATTEMPT" = 2 ]; then echo "second on $AWS_EC2_METADATA_SERVICE_ENDPOINT"; exit 0; fi
            token=$(curl -s -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$AWS_EC2_METADATA_SERVICE_ENDPOINT/latest/api/token")
            echo begun
            while :; do curl -s -f -H "X-aws-ec2-metadata-token: $token" "$AWS_EC2_METADATA_SERVICE_ENDPOINT/latest/meta-data/spot/instance-action" && break; done
            sleep 300
            """, retry: new { attempts = 3, evaluateOnExit = new object[] { new { onStatusReason = "Host EC2*", action = "RETRY" }, new { onReason = "*", action = "EXIT" } } });
        await stage.Host.ReachedAsync(id, "RUNNING");
        stage.WaitFor($"{id}-1", "begun");
        stage.Host.Control("POST", "reclaim");
        await stage.Host.ReachedAsync(id, "SUCCEEDED");
        Assert.Contains("\"action\":\"terminate\"", stage.Output($"{id}-1"), StringComparison.Ordinal);
        JsonElement first = (await stage.DescribeAsync(id)).GetProperty("attempts")[0];
        Assert.StartsWith("Host EC2 (instance i-", first.GetProperty("statusReason").GetString(), StringComparison.Ordinal);
        Assert.False(first.GetProperty("container").TryGetProperty("exitCode", out _));
    }

    [Fact]
    public async Task TimedOut_Element_EndsByTermWithItsOwnCode()
    {
        await using Stage stage = await Stage.StartAsync(static options =>
        {
            options.Limits.ShortestTimeout = TimeSpan.FromSeconds(1);
            options.Habits.KillGrace = TimeSpan.FromSeconds(10);
        });
        string id = await stage.SubmitAsync("""trap 'exit 75' TERM; sleep 300 & wait""", timeout: new { attemptDurationSeconds = 3 });
        await stage.Host.ReachedAsync(id, "FAILED");
        JsonElement job = await stage.DescribeAsync(id);
        Assert.Equal("Job attempt duration exceeded timeout", job.GetProperty("statusReason").GetString());
        Assert.Equal(75, job.GetProperty("container").GetProperty("exitCode").GetInt32());
    }

    // Killed processes are reaped by whoever inherits them, which may take a moment: one that waits for that is as good as gone.
    private static bool IsGone(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private sealed class Stage : IAsyncDisposable
    {
        public required TempDirectory State { get; init; }

        public required EmulatorHost Host { get; init; }

        public required Caller Caller { get; init; }

        public static async Task<Stage> StartAsync(Action<EmulatorOptions>? configure = null)
        {
            var state = new TempDirectory();
            EmulatorHost host = await Quick.StartAsync(options =>
            {
                options.Executor = "process";
                options.JobEnvironment["OWN"] = "value";
                options.Images["image"] = new ImageOptions { Entrypoint = ["sh", "-c"] };
                options.StateDirectory = state.Root;
                configure?.Invoke(options);
            });
            return new Stage { State = state, Host = host, Caller = new Caller(host.Endpoint, TimeProvider.System) };
        }

        public async Task<string> SubmitAsync(string script, int size = 0, object? retry = null, object? timeout = null)
        {
            await Caller.OkAsync("RegisterJobDefinition", new
            {
                jobDefinitionName = "d",
                type = "container",
                containerProperties = new { image = "image", command = new[] { script, "entered", "words" }, vcpus = 1, memory = 256 },
            });
            var input = new Dictionary<string, object> { ["jobName"] = "a", ["jobQueue"] = "main", ["jobDefinition"] = "d" };
            if (size > 0)
            {
                input["arrayProperties"] = new { size };
            }

            if (retry is not null)
            {
                input["retryStrategy"] = retry;
            }

            if (timeout is not null)
            {
                input["timeout"] = timeout;
            }

            return (await Caller.OkAsync("SubmitJob", input)).GetProperty("jobId").GetString()!;
        }

        public async Task<JsonElement> DescribeAsync(string id) =>
            (await Caller.OkAsync("DescribeJobs", new { jobs = new[] { id } })).GetProperty("jobs")[0];

        public string Output(string run) => File.ReadAllText(Path.Combine(Host.Options.StateDirectory!, "jobs", run + ".log"));

        public void WaitFor(string run, string words) =>
            Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(Host.Options.StateDirectory!, "jobs", run + ".log")) && Output(run).Contains(words, StringComparison.Ordinal), TimeSpan.FromSeconds(20)));

        public async ValueTask DisposeAsync()
        {
            Caller.Dispose();
            await Host.DisposeAsync();
            State.Dispose();
        }
    }
}
