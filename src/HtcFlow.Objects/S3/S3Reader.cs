using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3.Connections;

namespace HtcFlow.Objects.S3;

/// <summary>Opens objects: small ones as one stream, large ones as ranges that are fetched over several connections at once.</summary>
internal sealed class S3Reader(S3Attempts attempts, BufferBudget budget, string bucket, S3Place place, TimeProvider time)
{
    /// <summary>Objects from this size on are read in ranges: below, a second connection's start is not worth it.</summary>
    public const long RangedBytes = 4L * S3RangesStream.RangeBytes;

    private const string Operation = "read object";

    /// <summary>Opens an object; null when there is none.</summary>
    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        GetObjectResponse? reply = await attempts.RunAsync("open object", key, 0, async (client, _, token) =>
        {
            try
            {
                return await client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, token);
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
            {
                return (GetObjectResponse?)null;
            }
        }, cancellationToken);
        return reply is null ? null
            : reply.ContentLength < RangedBytes || string.IsNullOrEmpty(reply.ETag) ? Continue(reply, key, 0, -1)
            : new S3RangesStream(Continue(reply, key, 0, -1), reply.ContentLength, budget, OpenRange(key, reply.ETag));
    }

    /// <summary>A stream over a reply, which goes on where its connection breaks.</summary>
    private S3ReadStream Continue(GetObjectResponse reply, string key, long first, long last) => new(
        reply, (from, version, token) => ReopenAsync(key, first + from, last, version, token), e => S3Faults.Of(e, Operation, key, place), time);

    private Func<long, long, CancellationToken, Task<Stream>> OpenRange(string key, string version) => async (first, last, token) =>
        Continue(await ReopenAsync(key, first, last, version, token), key, first, last);

    /// <summary>Opens an object from a byte on, to another one or (-1) to its end, if it still is the version that it was.</summary>
    private Task<GetObjectResponse> ReopenAsync(string key, long first, long last, string version, CancellationToken cancellationToken) =>
        attempts.RunAsync(Operation, key, 0, async (client, _, token) =>
        {
            var request = new GetObjectRequest
            {
                BucketName = bucket,
                Key = key,
                ByteRange = last < 0 ? new ByteRange($"bytes={first}-") : new ByteRange(first, last),
            };
            if (version.Length > 0)
            {
                request.EtagToMatch = version;
            }

            try
            {
                GetObjectResponse reply = await client.GetObjectAsync(request, token);
                return reply.HttpStatusCode == HttpStatusCode.PartialContent
                    ? reply
                    : throw new FaultException(FaultKind.Broken, Operation, key, "the store cannot read from the middle of an object");
            }
            catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
            {
                throw new FaultException(FaultKind.Transient, Operation, key, "it was replaced or deleted while it was read; read it again", e);
            }
        }, cancellationToken);
}
