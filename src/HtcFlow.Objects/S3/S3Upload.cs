using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3.Connections;

namespace HtcFlow.Objects.S3;

/// <summary>One object that is written in parts: read one after the other, sent side by side, seen by nobody until all are there.</summary>
internal sealed class S3Upload(S3Attempts attempts, S3Writer writer, BufferBudget budget, string bucket, string key)
{
    private const string Operation = "put object";
    private const int MaxParts = 10_000;
    private const int MiB = 1 << 20;

    private static readonly TimeSpan s_abortPatience = TimeSpan.FromSeconds(10);

    private readonly string _mark = S3Claims.NewMark();
    private readonly List<Task<PartETag>> _parts = [];
    private BufferBudget.Lease? _filling; // given back twice does no harm

    /// <summary>Size of a part of an object whose size is known, or of the <paramref name="number"/>-th of one whose size is not.</summary>
    /// <remarks>
    /// 8 MiB: large enough that a request costs little beside it, small enough that four of them fit into 32 MiB. Known sizes above
    /// 80 GiB are divided by 10,000. Unknown ones get 16 MiB from the 1,001st part on and 128 MiB from the 4,001st:
    /// 8 + 47 + 750 GiB in all.
    /// </remarks>
    public static int PartBytes(long length, int number) => length >= 0
        ? (int)Math.Max(8 * MiB, (length / MaxParts / MiB + 1) * MiB)
        : number switch { <= 1000 => 8 * MiB, <= 4000 => 16 * MiB, _ => 128 * MiB };

    /// <summary>Writes an object of which the first part has been read.</summary>
    /// <param name="first">The first part, full; given back here.</param>
    /// <param name="content">Where the rest comes from.</param>
    /// <param name="length">Size of the whole object; -1 when it is not known.</param>
    /// <param name="condition">When it may be written.</param>
    /// <param name="cancellationToken">Ends it; no part stays behind.</param>
    public async Task<bool> RunAsync(
        BufferBudget.Lease first, Stream content, long length, PutCondition condition, CancellationToken cancellationToken)
    {
        string? upload = null;
        bool completed = false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _filling = first;
        try
        {
            upload = await BeginAsync(cancellationToken);
            PartETag[] parts = await SendAllAsync(upload, first, content, length, stop);
            bool written = await CompleteAsync(upload, parts, condition, cancellationToken);
            completed = true;
            return written;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever was reading only saw that it should stop; the part that failed knows why.
            await Task.WhenAll(_parts);
            throw;
        }
        finally
        {
            _filling.Dispose();
            if (!completed)
            {
                await GiveUpAsync(upload, stop);
            }
        }
    }

    private async Task GiveUpAsync(string? upload, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        // A part that arrives after the abort would stay behind, so all must have ended before.
        await Task.WhenAll(_parts).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (upload is not null)
        {
            await AbortAsync(upload);
        }
    }

    private async Task<PartETag[]> SendAllAsync(
        string upload, BufferBudget.Lease first, Stream content, long length, CancellationTokenSource stop)
    {
        int count = first.Buffer.Memory.Length;
        for (int number = 1; count > 0; number++)
        {
            if (number > MaxParts)
            {
                throw new FaultException(FaultKind.Broken, Operation, key, "it is larger than 10,000 parts can hold; divide it");
            }

            int sent = number;
            BufferBudget.Lease full = _filling!;
            int bytes = count;
            _parts.Add(Task.Run(() => SendAsync(upload, sent, full, bytes, stop), CancellationToken.None));
            int next = PartBytes(length, number + 1);
            _filling = await budget.TakeAsync(next, stop.Token);
            count = await content.ReadAtLeastAsync(_filling.Buffer.Memory, next, throwOnEndOfStream: false, stop.Token);
        }

        _filling!.Dispose();
        return await Task.WhenAll(_parts);
    }

    private async Task<PartETag> SendAsync(
        string upload, int number, BufferBudget.Lease lease, int bytes, CancellationTokenSource stop)
    {
        bool stored = false;
        try
        {
            UploadPartResponse reply = await attempts.RunAsync(
                Operation, key, bytes, (client, _, token) => client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = bucket,
                        Key = key,
                        UploadId = upload,
                        PartNumber = number,
                        PartSize = bytes,
                        InputStream = lease.Buffer.Read(bytes),
                        UseChunkEncoding = false,
                    },
                    token),
                stop.Token);
            stored = true;
            return new PartETag(number, reply.ETag);
        }
        finally
        {
            lease.Dispose();
            if (!stored)
            {
                // The others need not go on, and whoever reads the source need not either.
                await stop.CancelAsync();
            }
        }
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        InitiateMultipartUploadResponse reply = await attempts.RunAsync(Operation, key, 0, (client, _, token) =>
        {
            var request = new InitiateMultipartUploadRequest { BucketName = bucket, Key = key, ContentType = "application/octet-stream", TagSet = writer.Tags.Of(key) };
            request.Metadata[S3Claims.MarkName] = _mark;
            return client.InitiateMultipartUploadAsync(request, token);
        }, cancellationToken);
        return reply.UploadId;
    }

    private async Task<bool> CompleteAsync(string upload, PartETag[] parts, PutCondition condition, CancellationToken cancellationToken)
    {
        // Not every store that keeps to a condition on a plain write keeps to it here.
        if (condition == PutCondition.IfAbsent && await writer.IsMarkedAsync(key, _mark, cancellationToken) is not null)
        {
            await AbortAsync(upload);
            return false;
        }

        bool? written = await attempts.RunAsync<bool?>(Operation, key, 0, async (client, inDoubt, token) =>
        {
            var request = new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload, PartETags = [.. parts] };
            if (condition == PutCondition.IfAbsent && writer.Conditions != ConditionSupport.Absent)
            {
                request.IfNoneMatch = "*";
            }

            try
            {
                await client.CompleteMultipartUploadAsync(request, token);
                return true;
            }
            catch (AmazonS3Exception e) when (
                e.StatusCode == HttpStatusCode.PreconditionFailed || (inDoubt && e.StatusCode == HttpStatusCode.NotFound))
            {
                // Either somebody was faster, or an earlier try was carried out and its reply got lost.
                return await writer.IsMarkedAsync(key, _mark, token) switch
                {
                    true => true,
                    false when e.StatusCode == HttpStatusCode.PreconditionFailed || condition == PutCondition.Always => null,
                    _ => throw new FaultException(FaultKind.Transient, Operation, key, "the upload is gone and so is its object; put it again", e),
                };
            }
        }, cancellationToken);
        if (written is null && condition == PutCondition.IfAbsent)
        {
            await AbortAsync(upload);
        }

        // Without a condition, an object in the place of ours is a later writer's: this one was written and then replaced.
        return written ?? condition == PutCondition.Always;
    }

    /// <summary>Gives the parts up; what cannot be given up now is left to the bucket's rule for unfinished uploads.</summary>
    private async Task AbortAsync(string upload)
    {
        using var limit = new CancellationTokenSource(s_abortPatience);
        try
        {
            await attempts.RunAsync(
                "abort upload", key, 0, (client, _, token) => client.AbortMultipartUploadAsync(
                    new AbortMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload }, token),
                limit.Token);
        }
        catch (Exception e) when (e is FaultException or OperationCanceledException)
        {
            // The failure that led here says more than this one.
        }
    }
}
