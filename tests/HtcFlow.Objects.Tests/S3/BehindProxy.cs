using HtcFlow.Objects.S3;
using HtcFlow.Testing.S3;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>A store in a bucket of its own, behind a proxy that does what a test wants.</summary>
public abstract class BehindProxy(string prefix) : IAsyncLifetime
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected FaultProxy Proxy { get; private set; } = null!;

    private protected S3Store Store { get; private set; } = null!;

    private protected string Bucket { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Proxy = new FaultProxy(S3Gateway.Shared, seed: 1, TimeProvider.System);
        Bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        Store = S3StoreTests.Open(S3Gateway.Shared.Address(Bucket, prefix, Proxy.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Proxy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private protected async Task<byte[]> ReadAsync(string key)
    {
        await using Stream stream = (await Store.OpenAsync(key, Token))!;
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }
}
