using System.Collections.Concurrent;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3;
using HtcFlow.Testing.S3;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>Everything at once, from a seed: what was acknowledged is there, and what was won was won by one.</summary>
public sealed class StormTests
{
    private const int Writers = 16;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task PutAsync_Storm_EveryAcknowledgedObjectReadsBackIdentical(int seed)
    {
        await using var proxy = new FaultProxy(S3Gateway.Shared, seed, TimeProvider.System);
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        await using S3Store store = S3StoreTests.Open(S3Gateway.Shared.Address(bucket, "p", proxy.Endpoint));
        proxy.Storm = FaultStorm.Gale with { SlowReply = 0.01 };
        var acknowledged = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);

        await Parallel.ForAsync(0, 250, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = Token }, async (i, token) =>
        {
            // Mostly small, some in parts, at a few keys several times.
            var dice = new Random((seed * 1000) + i);
            byte[] content = new byte[i % 50 == 0 ? (8 << 20) + dice.Next(1 << 20) : dice.Next(20_000)];
            dice.NextBytes(content);
            string key = $"k/{i:D4}";
            for (bool done = false; !done;)
            {
                try
                {
                    await store.PutAsync(key, new OneWayStream(content), PutCondition.Always, token);
                    acknowledged[key] = content;
                    done = true;
                }
                catch (FaultException e) when (e.Kind is FaultKind.Transient or FaultKind.Throttled)
                {
                    // Longer bad weather is for the caller to sit out.
                }
            }
        });

        Assert.All(
            [ProxyFault.InternalError, ProxyFault.SlowDown, ProxyFault.DropRequest, ProxyFault.LoseReply],
            fault => Assert.True(proxy.Count(fault) > 0, $"{fault} has not happened"));
        proxy.Storm = FaultStorm.Calm with { TruncateReply = 0.05 };
        foreach ((string key, byte[] content) in acknowledged)
        {
            Assert.Equal(content, await ReadAsync(store, key));
        }
    }

    [Fact]
    public async Task PutAsync_SixteenWritersIfAbsentInAStorm_OneWinsAndKnowsIt()
    {
        await using var proxy = new FaultProxy(S3Gateway.Shared, seed: 7, TimeProvider.System);
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        S3Store[] stores = [.. Enumerable.Range(0, Writers).Select(_ => S3StoreTests.Open(S3Gateway.Shared.Address(bucket, "", proxy.Endpoint)))];
        // Each knows what the store can do before it matters, as a runner at AWS does.
        await Task.WhenAll(stores.Select((store, i) => PutAsync(store, $"first/{i}", i)));
        proxy.Storm = FaultStorm.Gale with { LoseReply = 0.1 };

        for (int round = 0; round < 10; round++)
        {
            string key = $"race/{round}";
            bool[] won = await Task.WhenAll(stores.Select((store, i) => PutAsync(store, key, i)));

            Assert.Single(won, true);
            Assert.Equal(BitConverter.GetBytes(Array.IndexOf(won, true)), await ReadAsync(stores[0], key));
        }

        foreach (S3Store store in stores)
        {
            await store.DisposeAsync();
        }
    }

    private static async Task<bool> PutAsync(S3Store store, string key, int writer)
    {
        while (true)
        {
            try
            {
                return await store.PutAsync(key, new MemoryStream(BitConverter.GetBytes(writer)), PutCondition.IfAbsent, Token);
            }
            catch (FaultException e) when (e.Kind is FaultKind.Transient or FaultKind.Throttled)
            {
                // As above.
            }
        }
    }

    private static async Task<byte[]> ReadAsync(S3Store store, string key)
    {
        while (true)
        {
            try
            {
                await using Stream? stream = await store.OpenAsync(key, Token);
                var copy = new MemoryStream();
                await (stream ?? throw new InvalidOperationException($"{key} is gone")).CopyToAsync(copy, Token);
                return copy.ToArray();
            }
            catch (FaultException e) when (e.Kind is FaultKind.Transient or FaultKind.Throttled)
            {
                // As above.
            }
        }
    }
}
