using System.Text.Json;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.Testing;

namespace HtcFlow.AwsEmulator.Tests.Support;

/// <summary>An emulator in virtual time with a caller and a job definition.</summary>
internal sealed class Scene : IAsyncDisposable
{
    /// <summary>Name of the job definition that is there.</summary>
    public const string Definition = "sim";

    private Scene(EmulatorHost host, FakeTimeProvider time)
    {
        Host = host;
        Time = time;
        Caller = new Caller(host.Endpoint, time);
    }

    public EmulatorHost Host { get; }

    public FakeTimeProvider Time { get; }

    public Caller Caller { get; }

    /// <summary>Starts one.</summary>
    public static async Task<Scene> StartAsync(Action<EmulatorOptions>? configure = null)
    {
        var time = new FakeTimeProvider();
        var options = new EmulatorOptions();
        options.Limits.BatchBurst = 10_000; // the clock stands still between calls
        options.Limits.Ec2Burst = 10_000;
        configure?.Invoke(options);
        var scene = new Scene(await EmulatorHost.StartAsync(options, time), time);
        await scene.RegisterAsync(Definition);
        return scene;
    }

    /// <summary>Registers a job definition of one vCPU.</summary>
    public Task<JsonElement> RegisterAsync(string name, string image = "image", params string[] command) => Caller.OkAsync("RegisterJobDefinition", new
    {
        jobDefinitionName = name,
        type = "container",
        containerProperties = new
        {
            image,
            command,
            resourceRequirements = new[] { new { type = "VCPU", value = "1" }, new { type = "MEMORY", value = "1024" } },
        },
    });

    /// <summary>Submits a job or an array and gives its id.</summary>
    public async Task<string> SubmitAsync(string name, int size = 0, object? retry = null, object? dependsOn = null, object? timeout = null, string queue = "main")
    {
        var input = new Dictionary<string, object> { ["jobName"] = name, ["jobQueue"] = queue, ["jobDefinition"] = Definition };
        if (size > 0)
        {
            input["arrayProperties"] = new { size };
        }

        Add("retryStrategy", retry);
        Add("dependsOn", dependsOn);
        Add("timeout", timeout);
        return (await Caller.OkAsync("SubmitJob", input)).GetProperty("jobId").GetString()!;

        void Add(string member, object? value)
        {
            if (value is not null)
            {
                input[member] = value;
            }
        }
    }

    /// <summary>Describes a job that must be known.</summary>
    public async Task<JsonElement> DescribeAsync(string id) =>
        (await Caller.OkAsync("DescribeJobs", new { jobs = new[] { id } })).GetProperty("jobs").EnumerateArray().Single();

    /// <summary>The state of a job.</summary>
    public async Task<string> StatusAsync(string id) => (await DescribeAsync(id)).GetProperty("status").GetString()!;

    /// <summary>The indexes of an array's children that are in a state.</summary>
    public async Task<int[]> ChildrenAsync(string id, string status) =>
        [.. (await Caller.OkAsync("ListJobs", new { arrayJobId = id, jobStatus = status })).GetProperty("jobSummaryList").EnumerateArray()
            .Select(child => child.GetProperty("arrayProperties").GetProperty("index").GetInt32())];

    public async ValueTask DisposeAsync()
    {
        Caller.Dispose();
        await Host.DisposeAsync();
    }
}
