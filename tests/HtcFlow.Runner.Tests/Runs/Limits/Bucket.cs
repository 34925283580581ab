using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Core.Wire;
using HtcFlow.Testing.S3;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>A bucket of the gateway as the store of one runner, and a look behind the runner's back.</summary>
internal sealed class Bucket : IDisposable
{
    private readonly AmazonS3Client _client = S3Gateway.Shared.NewClient();
    private readonly string _name;
    private readonly string _address;

    private Bucket(string name, Uri? proxy)
    {
        _name = name;
        _address = S3Gateway.Shared.Address(name, proxy: proxy);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes an empty one.</summary>
    public static async Task<Bucket> NewAsync(Uri? proxy = null) => new(await S3Gateway.Shared.NewBucketAsync(Token), proxy);

    /// <summary>Variables of a runner whose store it is.</summary>
    public (string Name, string Value)[] Variables(StageOrder order, params (string Name, string Value)[] more) =>
    [
        .. S3Gateway.Shared.Environment.Where(v => v.Key != "AWS_EC2_METADATA_DISABLED").Select(v => (v.Key, v.Value)),
        (RunnerEnvironment.Order, OrderCodec.Format(order with { Store = _address })),
        .. more,
    ];

    /// <summary>What is in it, in order.</summary>
    public IReadOnlyList<S3Object> Objects(string prefix = "camp/")
    {
        var request = new ListObjectsV2Request { BucketName = _name, Prefix = prefix };
        return (_client.ListObjectsV2Async(request, Token).GetAwaiter().GetResult().S3Objects ?? []).AsReadOnly();
    }

    /// <summary>Blocks until an object is there.</summary>
    public void WaitFor(string key) => Assert.True(SpinWait.SpinUntil(() => Objects(key).Count > 0, TimeSpan.FromSeconds(60)), $"'{key}' did not appear");

    /// <summary>The report of the only attempt.</summary>
    public AttemptReport Report()
    {
        S3Object entry = Objects("camp/l/").Single();
        string key = entry.Size > 0 ? entry.Key : StoreLayout.Accepted(Orders.Campaign, Orders.Stage, 0);
        using GetObjectResponse response = _client.GetObjectAsync(_name, key, Token).GetAwaiter().GetResult();
        using var body = new MemoryStream();
        response.ResponseStream.CopyTo(body);
        return JsonSerializer.Deserialize(body.ToArray(), WireJson.Default.AttemptReport)!;
    }

    public void Dispose() => _client.Dispose();
}
