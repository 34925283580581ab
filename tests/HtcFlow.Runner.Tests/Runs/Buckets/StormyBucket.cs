using Amazon.Runtime;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.S3;
using HtcFlow.Testing.S3;

namespace HtcFlow.Runner.Tests.Runs.Buckets;

/// <summary>A bucket of a real gateway behind a proxy that spoils a tenth of all requests, and a bench whose runners ship to it.</summary>
internal sealed class StormyBucket : IAsyncDisposable
{
    // Longer than the runner's patience with a store (2 minutes): what fails is the runner, not the wait.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(3);

    private StormyBucket(FaultProxy proxy, S3Store behind, RunnerBench bench) => (Proxy, Behind, Bench) = (proxy, behind, bench);

    public FaultProxy Proxy { get; }

    /// <summary>The bucket as the test sees it: past the proxy.</summary>
    public S3Store Behind { get; }

    public RunnerBench Bench { get; }

    public static async Task<StormyBucket> OpenAsync(int seed)
    {
        S3Gateway gateway = S3Gateway.Shared;
        string bucket = await gateway.NewBucketAsync(Token);
        var proxy = new FaultProxy(gateway, seed, TimeProvider.System) { Storm = FaultStorm.Gale };
        var behind = new S3Store(
            S3Address.Parse(gateway.Address(bucket, "p"), out _, out _)!, TimeProvider.System,
            new BasicAWSCredentials(gateway.AccessKey, gateway.SecretKey));
        return new StormyBucket(proxy, behind, new RunnerBench(gateway.Address(bucket, "p", proxy.Endpoint), behind, gateway.Environment));
    }

    /// <summary>Deals a fault to the next write of a key that ends so.</summary>
    public void SpoilPut(string end, ProxyFault fault) => Proxy.Next(request => IsPut(request, end), fault);

    /// <summary>Deals a fault to the next reading of a key that ends so.</summary>
    public void SpoilGet(string end, ProxyFault fault) => Proxy.Next(
        request => request.Method == "GET" && Path(request).EndsWith(end, StringComparison.Ordinal), fault);

    /// <summary>Completes when a key that ends so has been written, whether the runner knows it yet or not.</summary>
    public Task Written(string end) => Proxy.Done(request => IsPut(request, end)).WaitAsync(s_longest, Token);

    public async ValueTask DisposeAsync()
    {
        Bench.Dispose();
        await Behind.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static bool IsPut(ProxyRequest request, string end) => request.IsPut && Path(request).EndsWith(end, StringComparison.Ordinal);

    private static string Path(ProxyRequest request) => Uri.UnescapeDataString(request.Target.Split('?')[0]);
}
