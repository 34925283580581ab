using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3.Connections;

namespace HtcFlow.Objects.S3;

/// <summary>Writes objects that are in memory, each in one request, with and without a condition.</summary>
internal sealed class S3Writer(S3Attempts attempts, ObjectTags tags, string bucket, bool knownToHaveConditions)
{
    private const string Operation = "put object";

    private readonly S3Claims _claims = new();
    private int _conditions = (int)(knownToHaveConditions ? ConditionSupport.Atomic : ConditionSupport.Unknown);

    /// <summary>What the store makes of conditions, as far as it is known.</summary>
    public ConditionSupport Conditions => (ConditionSupport)Volatile.Read(ref _conditions);

    /// <summary>What objects are tagged with.</summary>
    public ObjectTags Tags => tags;

    /// <summary>Writes an object, replacing one of that key.</summary>
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, Func<Stream> read, CancellationToken cancellationToken) =>
        attempts.RunAsync(Operation, key, content.Length, (client, _, token) => client.PutObjectAsync(Request(key, read(), "", false), token), cancellationToken);

    /// <summary>Writes an object unless one of that key exists; false when one does.</summary>
    public async Task<bool> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, Func<Stream> read, CancellationToken cancellationToken)
    {
        (string mark, bool inDoubt) = _claims.Begin(key, content.Span);
        try
        {
            bool written = await PutIfAbsentAsync(key, content.Length, read, mark, inDoubt, cancellationToken);
            _claims.Settle(key);
            return written;
        }
        catch (Exception e) when (e is FaultException { Kind: FaultKind.Transient or FaultKind.Throttled } or OperationCanceledException)
        {
            _claims.Doubt(key, mark, content.Span);
            throw;
        }
    }

    /// <summary>Says whether an object exists and bears a mark; null when there is none.</summary>
    public Task<bool?> IsMarkedAsync(string key, string mark, CancellationToken cancellationToken) =>
        attempts.RunAsync<bool?>("look at object", key, 0, async (client, _, token) =>
        {
            try
            {
                GetObjectMetadataResponse reply = await client.GetObjectMetadataAsync(
                    new GetObjectMetadataRequest { BucketName = bucket, Key = key }, token);
                return reply.Metadata[S3Claims.MarkName] == mark;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
            {
                return null;
            }
        }, cancellationToken);

    /// <summary>The store was seen to keep to a condition, or not to.</summary>
    public void Learn(ConditionSupport seen) => Volatile.Write(ref _conditions, (int)seen);

    private async Task<bool> PutIfAbsentAsync(
        string key, int bytes, Func<Stream> read, string mark, bool inDoubt, CancellationToken cancellationToken)
    {
        // Where conditions may be ignored, a write must not be the way to find out: it would replace what it has to respect.
        if (Conditions != ConditionSupport.Atomic && await IsMarkedAsync(key, mark, cancellationToken) is { } ours)
        {
            return ours;
        }

        if (Conditions != ConditionSupport.Absent)
        {
            bool? written = await PutOnceAsync(key, bytes, read, mark, inDoubt, cancellationToken);
            if (written == true && Conditions == ConditionSupport.Unknown)
            {
                // The same again: whoever keeps to the condition refuses it, and whoever does not writes what is there already.
                // What it answers may be the refusal of a try whose reply was lost, so it is the refusal itself that teaches.
                _ = await PutOnceAsync(key, bytes, read, mark, inDoubt: false, cancellationToken);
                if (Conditions == ConditionSupport.Unknown)
                {
                    Learn(ConditionSupport.Absent);
                }
            }

            if (written is not null)
            {
                return written.Value;
            }
        }

        await attempts.RunAsync(
            Operation, key, bytes, (client, _, token) => client.PutObjectAsync(Request(key, read(), mark, false), token), cancellationToken);
        return true;
    }

    /// <summary>One conditional write; null when the store does not understand conditions.</summary>
    private Task<bool?> PutOnceAsync(
        string key, int bytes, Func<Stream> read, string mark, bool inDoubt, CancellationToken cancellationToken) =>
        attempts.RunAsync<bool?>(Operation, key, bytes, async (client, doubt, token) =>
        {
            try
            {
                await client.PutObjectAsync(Request(key, read(), mark, true), token);
                return true;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                Learn(ConditionSupport.Atomic);
                // It may be this very write that is there: the server did it and its reply was lost.
                return (doubt || inDoubt) && await IsMarkedAsync(key, mark, token) == true;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotImplemented || e.ErrorCode == "NotImplemented")
            {
                Learn(ConditionSupport.Absent);
                return null;
            }
        }, cancellationToken);

    private PutObjectRequest Request(string key, Stream content, string mark, bool ifAbsent)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            InputStream = content,
            // One body, its length and hash known beforehand: many stores do not take the chunks that are signed one by one.
            UseChunkEncoding = false,
            ContentType = "application/octet-stream",
            TagSet = tags.Of(key),
        };
        if (mark.Length > 0)
        {
            request.Metadata[S3Claims.MarkName] = mark;
        }

        if (ifAbsent)
        {
            request.IfNoneMatch = "*";
        }

        return request;
    }
}
