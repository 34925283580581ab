using HtcFlow.Aws;
using HtcFlow.Aws.Calls;
using HtcFlow.Aws.Identity;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>What a measured process has of the emulated service: the common clock, the store, and the client as it is.</summary>
internal sealed class ServiceAccess : IDisposable
{
    /// <summary>Instead of a time: the run is over, its figures follow.</summary>
    public const long EndTicks = -1;

    /// <summary>The queue.</summary>
    public const string Queue = "main";

    /// <summary>When it begins.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly BinaryReader _from = new(new BufferedStream(Console.OpenStandardInput(), 1 << 16));
    private readonly BinaryWriter _to = new(Console.OpenStandardOutput());
    private readonly HttpMessageInvoker _http;
    private readonly SdkCredentials _credentials = new(null);

    /// <summary>Connects to the parent, which has put the keys into the environment.</summary>
    public ServiceAccess(string endpoint)
    {
        Store = new KeyStore();
        Clock = new CommonClock(Begin, MoveService);
        _http = new HttpMessageInvoker(new CountedRequests(AwsHttp.Open(null), Clock));
        var options = new AwsOptions { Region = "us-east-1", Endpoint = new Uri(endpoint) };
        Services = AwsServices.Open(
            options, Clock, new Random(1), _http, _credentials, new AwsSettings(options, static _ => null, static () => null));
    }

    public CommonClock Clock { get; }

    public KeyStore Store { get; }

    public AwsServices Services { get; }

    /// <summary>Requests to Batch so far, by operation.</summary>
    public IReadOnlyDictionary<string, long> Calls => Services.Meter.Counts.ToDictionary(static pair => pair.Key, static pair => pair.Value.Sent);

    private void MoveService(DateTimeOffset time)
    {
        _to.Write(time.UtcTicks);
        _to.Flush();
        Store.Receive(_from);
    }

    /// <summary>Hands the figures to the parent.</summary>
    public void Report(AwsFigures figures)
    {
        _to.Write(EndTicks);
        _to.Write(System.Text.Json.JsonSerializer.Serialize(figures));
        _to.Flush();
    }

    public void Dispose()
    {
        _http.Dispose();
        _credentials.Dispose();
        _to.Dispose();
        _from.Dispose();
    }
}
