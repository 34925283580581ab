using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Testing.S3;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>The proxy itself: what it passes stays whole, what it spoils is counted.</summary>
public sealed class FaultProxyTests
{
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calm_PutAndGet_PassUnchanged()
    {
        await using FaultProxy proxy = Open();
        using AmazonS3Client client = Client(proxy);
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);

        await PutAsync(client, bucket, "k", null);

        using GetObjectResponse reply = await client.GetObjectAsync(bucket, "k", Token);
        var copy = new MemoryStream();
        await reply.ResponseStream.CopyToAsync(copy, Token);
        Assert.Equal(s_content, copy.ToArray());
        Assert.Equal(["PUT", "GET"], proxy.Requests.Select(request => request.Method));
    }

    [Theory]
    [InlineData(ProxyFault.InternalError, "InternalError")]
    [InlineData(ProxyFault.SlowDown, "SlowDown")]
    [InlineData(ProxyFault.Conflict, "ConditionalRequestConflict")]
    public async Task Next_ErrorReply_IsGivenOnceAndCounted(ProxyFault fault, string code)
    {
        await using FaultProxy proxy = Open();
        using AmazonS3Client client = Client(proxy);
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        proxy.Next(request => request.IsPut, fault);

        AmazonS3Exception error = await Assert.ThrowsAsync<AmazonS3Exception>(() => PutAsync(client, bucket, "k", null));
        await PutAsync(client, bucket, "k", null);

        Assert.Equal(code, error.ErrorCode);
        Assert.Equal(1, proxy.Count(fault));
    }

    [Theory]
    [InlineData(ProxyFault.DropRequest, false)]
    [InlineData(ProxyFault.LoseReply, true)]
    public async Task Next_ConnectionClosed_ServerHasTheObjectOrNot(ProxyFault fault, bool stored)
    {
        await using FaultProxy proxy = Open();
        using AmazonS3Client client = Client(proxy);
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        proxy.Next(request => request.IsPut, fault);

        await Assert.ThrowsAnyAsync<Exception>(() => PutAsync(client, bucket, "k", null));

        ListObjectsV2Response listing = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Token);
        Assert.Equal(stored ? 1 : 0, listing.KeyCount);
    }

    [Fact]
    public async Task IgnoresIfNoneMatch_SecondConditionalPut_Replaces()
    {
        await using FaultProxy proxy = Open();
        using AmazonS3Client client = Client(proxy);
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        await PutAsync(client, bucket, "a b/é", "*");
        await Assert.ThrowsAsync<AmazonS3Exception>(() => PutAsync(client, bucket, "a b/é", "*"));

        proxy.IgnoresIfNoneMatch = true;

        await PutAsync(client, bucket, "a b/é", "*");
    }

    [Fact]
    public async Task RefusesChunkSigning_ChunkedAndPlainBody_OnlyPlainPasses()
    {
        await using FaultProxy proxy = Open();
        using AmazonS3Client client = Client(proxy);
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        proxy.RefusesChunkSigning = true;

        await Assert.ThrowsAsync<AmazonS3Exception>(() => PutAsync(client, bucket, "k", null, chunked: true));
        await PutAsync(client, bucket, "k", null);
    }

    private static FaultProxy Open() => new(S3Gateway.Shared, seed: 1, TimeProvider.System);

    private static Task<PutObjectResponse> PutAsync(AmazonS3Client client, string bucket, string key, string? ifNoneMatch, bool chunked = false) =>
        client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = bucket,
                Key = key,
                InputStream = new MemoryStream(s_content),
                IfNoneMatch = ifNoneMatch,
                UseChunkEncoding = chunked,
            },
            Token);

    private static AmazonS3Client Client(FaultProxy proxy) => new(
        new BasicAWSCredentials(S3Gateway.Shared.AccessKey, S3Gateway.Shared.SecretKey),
        new AmazonS3Config
        {
            ServiceURL = proxy.Endpoint.OriginalString,
            ForcePathStyle = true,
            AuthenticationRegion = S3Gateway.Shared.Region,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 0,
            // Or a request whose connection broke is sent again without anybody being told.
            MaxStaleConnectionRetries = 0,
        });
}
