using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing.S3;

namespace HtcFlow.Benchmarks.Shipping;

/// <summary>A gateway with a bucket, and runs of the published runner against it.</summary>
internal sealed class ShipBench : IAsyncDisposable
{
    private readonly AmazonS3Client _client;
    private int _campaigns;

    private ShipBench(string root, string bucket)
    {
        Root = root;
        Bucket = bucket;
        _client = S3Gateway.Shared.NewClient();
    }

    /// <summary>Directory for everything on this machine.</summary>
    public string Root { get; }

    /// <summary>The bucket.</summary>
    public string Bucket { get; }

    public AmazonS3Client Client => _client;

    public static async Task<ShipBench> OpenAsync(string root) => new(root, await S3Gateway.Shared.NewBucketAsync(CancellationToken.None));

    /// <summary>Address of the bucket as a store.</summary>
    public string Store => S3Gateway.Shared.Address(Bucket);

    /// <summary>This program as a command, with the arguments of one of its children.</summary>
    public static string[] Self(params string[] arguments) => Path.GetFileName(Environment.ProcessPath!) == "dotnet"
        ? [Environment.ProcessPath!, Environment.GetCommandLineArgs()[0], .. arguments]
        : [Environment.ProcessPath!, .. arguments];

    /// <summary>A name that was not used before.</summary>
    public string NewName() => string.Create(CultureInfo.InvariantCulture, $"run{++_campaigns}");

    /// <summary>The runner, ready to be started.</summary>
    /// <param name="campaign">Name of the campaign, unique in the store.</param>
    /// <param name="store">Address of the store.</param>
    /// <param name="scratch">Directory for scratch space, made here.</param>
    /// <param name="command">Command whose files are all outputs.</param>
    public ProcessStartInfo Runner(string campaign, string store, string scratch, string[] command)
    {
        Directory.CreateDirectory(scratch);
        var order = new StageOrder
        {
            Campaign = campaign,
            Store = store,
            Array = 1,
            Attempt = 1,
            Indices = "0",
            Pack = 1,
            Stage = new StageSpec
            {
                Name = "only",
                Sweep = Sweep.Single,
                Command = command,
                Outputs = [new OutputSpec.Matching("**", false)],
            },
        };
        var start = new ProcessStartInfo(Whole.Runner) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        SetPlace(start.Environment);
        start.Environment[RunnerEnvironment.Order] = OrderCodec.Format(order);
        start.Environment[RunnerEnvironment.Element] = "0";
        start.Environment[RunnerEnvironment.Scratch] = scratch;
        start.Environment[RunnerEnvironment.Cache] = Path.Combine(Root, "cache");
        return start;
    }

    /// <summary>Gives a program the gateway's keys and keeps it from a person's own settings.</summary>
    public static void SetPlace(IDictionary<string, string?> environment)
    {
        foreach ((string name, string value) in S3Gateway.Shared.Environment)
        {
            environment[name] = value;
        }

        environment.Remove("AWS_CA_BUNDLE");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static double Run(ProcessStartInfo start, Action<Process>? meanwhile = null)
    {
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        meanwhile?.Invoke(process);
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return process.ExitCode == 0
            ? seconds
            : throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {error.Result}{output.Result}");
    }

    /// <summary>The report of a run that succeeded.</summary>
    public static async Task<AttemptReport> ReportAsync(string store, string campaign)
    {
        await using IObjectStore objects = OpenStore(store);
        await using Stream content = await objects.OpenAsync(StoreLayout.Accepted(campaign, "only", 0), CancellationToken.None)
            ?? throw new InvalidOperationException("the runner's report is missing");
        return (await JsonSerializer.DeserializeAsync(content, WireJson.Default.AttemptReport))!;
    }

    /// <summary>Opens a store with the gateway's keys.</summary>
    public static IObjectStore OpenStore(string address)
    {
        foreach ((string name, string value) in S3Gateway.Shared.Environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        return ObjectStores.Open(address);
    }

    /// <summary>When each object under a prefix became durable, milliseconds since 1970, by the gateway's own clock, which is this machine's.</summary>
    public async Task<Dictionary<string, double>> TimesAsync(string prefix)
    {
        var times = new Dictionary<string, double>(StringComparer.Ordinal);
        var request = new ListObjectsV2Request { BucketName = Bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await _client.ListObjectsV2Async(request);
            foreach (S3Object item in page.S3Objects ?? [])
            {
                times[item.Key] = (item.LastModified!.Value.ToUniversalTime() - DateTime.UnixEpoch).TotalMilliseconds;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        return times;
    }

    /// <summary>Removes all objects, so that the gateway's memory is free again.</summary>
    public async Task ClearAsync()
    {
        string[] keys = [.. (await TimesAsync("")).Keys];
        foreach (string[] chunk in keys.Chunk(1000))
        {
            await _client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = Bucket, Objects = [.. chunk.Select(k => new KeyVersion { Key = k })] });
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
