using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3;
using HtcFlow.Testing.S3;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>Large objects are read over several connections, and come out as they went in.</summary>
public sealed class RangesTests() : BehindProxy("")
{
    private const int Range = S3RangesStream.RangeBytes;

    [Theory]
    [InlineData((4 * Range) - 1, 1)]
    [InlineData(4 * Range, 4)]
    [InlineData((5 * Range) + 1, 6)]
    public async Task OpenAsync_LargeObject_IsReadInRanges(int bytes, int requests)
    {
        byte[] content = await PutAsync(bytes);

        byte[] back = await ReadAsync("large");

        Assert.True(content.AsSpan().SequenceEqual(back));
        Assert.Equal(requests, Proxy.Requests.Count(r => r.Method == "GET"));
    }

    [Fact]
    public async Task OpenAsync_ManyReadersAtOnce_NoneWaitsForAnother()
    {
        byte[] content = await PutAsync(5 * Range);

        // Opened together and read one after the other: together they want more memory than there is.
        Stream[] streams = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => (await Store.OpenAsync("large", Token))!));
        byte[] one = new byte[1];
        foreach (Stream stream in streams)
        {
            await stream.ReadExactlyAsync(one, Token);
        }

        foreach (Stream stream in streams.Reverse())
        {
            byte[] rest = new byte[content.Length - 1];
            await stream.ReadExactlyAsync(rest, Token);
            Assert.True(content.AsSpan(1).SequenceEqual(rest));
            Assert.Equal(0, await stream.ReadAsync(one, Token));
        }

        foreach (Stream stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task OpenAsync_LetGoInTheMiddle_GivesItsMemoryBack()
    {
        byte[] content = await PutAsync(5 * Range);
        for (int round = 0; round < 6; round++)
        {
            await using Stream stream = (await Store.OpenAsync("large", Token))!;
            await stream.ReadExactlyAsync(new byte[Range + round], Token);
        }

        byte[] back = await ReadAsync("large");
        Assert.True(content.AsSpan().SequenceEqual(back));
    }

    [Fact]
    public async Task OpenAsync_StormWhileReading_StillGivesEveryByte()
    {
        byte[] content = await PutAsync(6 * Range);
        Proxy.Storm = FaultStorm.Gale with { TruncateReply = 0.2, SlowReply = 0.1 };

        byte[] back = await ReadAsync("large");
        Assert.True(content.AsSpan().SequenceEqual(back));
    }

    [Fact]
    public async Task OpenAsync_ReplacedWhileItIsRead_IsTransient()
    {
        await PutAsync(5 * Range);
        await using Stream stream = (await Store.OpenAsync("large", Token))!;
        byte[] buffer = new byte[Range / 2];
        await stream.ReadExactlyAsync(buffer, Token);
        await Store.PutAsync("large", new MemoryStream([1, 2, 3]), PutCondition.Always, Token);

        FaultException fault = await Assert.ThrowsAsync<FaultException>(async () =>
        {
            // The fifth range is asked for when the second has been read.
            while (await stream.ReadAsync(buffer, Token) > 0)
            {
            }
        });

        Assert.Equal(FaultKind.Transient, fault.Kind);
    }

    private async Task<byte[]> PutAsync(int bytes)
    {
        byte[] content = Bytes(bytes);
        await Store.PutAsync("large", new MemoryStream(content), PutCondition.Always, Token);
        return content;
    }
}
