using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3;
using HtcFlow.Objects.Tests.Stores;
using HtcFlow.Testing.S3;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>Objects that are written in parts.</summary>
public sealed class UploadTests() : BehindProxy("")
{
    private const int MiB = 1 << 20;
    private const int Part = 8 * MiB;

    [Theory]
    [InlineData(Part - 1, true, 1)]
    [InlineData(Part - 1, false, 1)]
    [InlineData(Part, true, 3)]
    [InlineData(Part, false, 3)]
    [InlineData(Part + 1, true, 4)]
    [InlineData((3 * Part) + 5, false, 6)]
    public async Task PutAsync_LargeObject_IsWrittenWholeInAsManyRequestsAsItTakes(int bytes, bool lengthKnown, int requests)
    {
        byte[] content = Bytes(bytes);

        await Store.PutAsync("k", lengthKnown ? new MemoryStream(content) : new OneWayStream(content), PutCondition.Always, Token);

        Assert.Equal(requests, Proxy.Requests.Count);
        Assert.Equal(content, await ReadAsync("k"));
        Assert.Equal([new ObjectInfo("k", bytes)], await ListAsync());
    }

    [Theory]
    [InlineData(ProxyFault.InternalError)]
    [InlineData(ProxyFault.SlowDown)]
    [InlineData(ProxyFault.DropRequest)]
    [InlineData(ProxyFault.LoseReply)]
    public async Task PutAsync_EveryKindOfRequestFailsOnce_OnlyThatIsSentAgain(ProxyFault fault)
    {
        byte[] content = Bytes((2 * Part) + 7);
        Proxy.Next(request => request.Asks("uploads"), fault);
        Proxy.Next(request => request.Asks("partNumber"), fault);
        Proxy.Next(request => request.Method == "POST" && request.Asks("uploadId"), fault);

        await Store.PutAsync("k", new MemoryStream(content), PutCondition.Always, Token);

        Assert.Equal(content, await ReadAsync("k"));
        Assert.Equal(3, Proxy.Count(fault));
        Assert.Equal(4, Proxy.Requests.Count(request => request.Asks("partNumber")));
    }

    [Fact]
    public async Task PutAsync_ErrorWithinAnAgreeingReply_IsTriedAgain()
    {
        byte[] content = Bytes(Part + 7);
        Proxy.Next(
            request => request.Method == "POST" && request.Asks("uploadId"),
            new ProxyReply("200 OK", "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>late</Message></Error>"));

        await Store.PutAsync("k", new MemoryStream(content), PutCondition.Always, Token);

        Assert.Equal(content, await ReadAsync("k"));
    }

    [Fact]
    public async Task PutAsync_IfAbsent_FirstWinsAlsoWhenItsReplyIsLost()
    {
        Proxy.Next(request => request.Method == "POST" && request.Asks("uploadId"), ProxyFault.LoseReply);

        Assert.True(await Store.PutAsync("k", new MemoryStream(Bytes(Part + 1)), PutCondition.IfAbsent, Token));
        Assert.False(await Store.PutAsync("k", new MemoryStream(Bytes(Part + 2)), PutCondition.IfAbsent, Token));

        Assert.Equal(Bytes(Part + 1), await ReadAsync("k"));
        Assert.Empty(await UploadsAsync());
    }

    [Fact]
    public async Task PutAsync_PartFailsForGood_LeavesNoParts()
    {
        Proxy.Next(request => request.Target.Contains("partNumber=2", StringComparison.Ordinal), ProxyReply.Error("403 Forbidden", "AccessDenied"));

        FaultException fault = await Assert.ThrowsAsync<FaultException>(
            () => Store.PutAsync("k", new MemoryStream(Bytes(4 * Part)), PutCondition.Always, Token));

        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Empty(await UploadsAsync());
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task PutAsync_SourceFails_LeavesNoParts()
    {
        await Assert.ThrowsAsync<IOException>(() => Store.PutAsync("k", new FailingStream((2 * Part) + 1), PutCondition.Always, Token));

        Assert.Empty(await UploadsAsync());
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task PutAsync_Cancelled_LeavesNoParts()
    {
        using var cancel = new CancellationTokenSource();
        var source = new CancellingStream(Bytes(4 * Part), (2 * Part) + 1, cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync("k", source, PutCondition.Always, cancel.Token));

        Assert.Empty(await UploadsAsync());
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task PutAsync_ManyLargeObjectsAtOnce_AllAreWritten()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            Store.PutAsync($"k{i:D2}", new OneWayStream(Bytes(Part + (i * MiB))), PutCondition.Always, Token)));

        Assert.Equal(Enumerable.Range(0, 12).Select(i => new ObjectInfo($"k{i:D2}", Part + (i * MiB))), await ListAsync());
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(80L << 30)]
    [InlineData(5L << 40)]
    public void PartBytes_KnownLength_FitsInto10000Parts(long length)
    {
        int part = S3Upload.PartBytes(length, 1);

        Assert.InRange(part, 8 * MiB, 525 * MiB);
        Assert.True(part * 10_000L >= length);
    }

    private async Task<List<ObjectInfo>> ListAsync()
    {
        var infos = new List<ObjectInfo>();
        await foreach (ObjectInfo info in Store.ListAsync("", "", Token))
        {
            infos.Add(info);
        }

        return infos;
    }

    private async Task<IReadOnlyList<MultipartUpload>> UploadsAsync()
    {
        using AmazonS3Client client = S3Gateway.Shared.NewClient();
        return (await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket }, Token)).MultipartUploads ?? [];
    }
}
