using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3.Connections;

namespace HtcFlow.Objects.S3;

/// <summary>Removes objects, a thousand a request where the store can do that.</summary>
internal sealed class S3Deletion(S3Attempts attempts, S3Place place)
{
    private const string Operation = "delete objects";
    private const int Batch = 1000;
    private const int AtOnce = 16;

    private volatile bool _onlySingle;

    /// <summary>Removes objects; missing ones are no error.</summary>
    public async Task RunAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (string[] batch in keys.Where(CanBeListed).Chunk(Batch))
        {
            if (batch.Length == 1 || _onlySingle || !await DeleteBatchAsync(batch, cancellationToken))
            {
                await DeleteSinglyAsync(batch, cancellationToken);
            }
        }

        await DeleteSinglyAsync(keys.Where(static key => !CanBeListed(key)), cancellationToken);
    }

    // XML 1.0 has no way to spell these, so such keys cannot stand in a list.
    private static bool CanBeListed(string key) => !key.Any(static c => c < ' ' || c is '\uFFFE' or '\uFFFF');

    private async Task<bool> DeleteBatchAsync(string[] keys, CancellationToken cancellationToken)
    {
        try
        {
            await attempts.RunAsync(Operation, place.Bucket, 0, async (client, _, token) =>
            {
                var request = new DeleteObjectsRequest { BucketName = place.Bucket, Quiet = true };
                request.Objects = [.. keys.Select(static key => new KeyVersion { Key = key })];
                try
                {
                    return await client.DeleteObjectsAsync(request, token);
                }
                catch (DeleteObjectsException e) when (e.Response.DeleteErrors is { Count: > 0 } errors)
                {
                    return errors.Find(static error => error.Code != "NoSuchKey") is { } error ? throw FaultOf(error) : e.Response;
                }
            }, cancellationToken);
            return true;
        }
        catch (FaultException e) when (e.Kind == FaultKind.Broken && e.InnerException is AmazonS3Exception
        {
            StatusCode: HttpStatusCode.NotImplemented or HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed
        })
        {
            _onlySingle = true;
            return false;
        }
    }

    private Task DeleteSinglyAsync(IEnumerable<string> keys, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        keys, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (key, token) => await attempts.RunAsync(Operation, key, 0, async (client, _, limited) =>
        {
            try
            {
                await client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = place.Bucket, Key = key }, limited);
            }
            catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchKey")
            {
                // Some stores say so.
            }

            return true;
        }, token));

    private FaultException FaultOf(DeleteError error) => S3Faults.Of(
        new AmazonS3Exception(error.Message, Amazon.Runtime.ErrorType.Unknown, error.Code, "", StatusOf(error.Code)), Operation, error.Key, place);

    // A list's errors have codes and no status.
    private static HttpStatusCode StatusOf(string code) => code switch
    {
        "AccessDenied" => HttpStatusCode.Forbidden,
        "SlowDown" => HttpStatusCode.ServiceUnavailable,
        "InternalError" => HttpStatusCode.InternalServerError,
        _ => HttpStatusCode.BadRequest,
    };
}
