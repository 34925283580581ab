using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HtcFlow.Aws.Calls;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Batch;

/// <summary>Sends calls of Batch.</summary>
internal sealed class BatchCaller(AwsCaller caller)
{
    /// <summary>Sends a request and reads its reply.</summary>
    public async Task<TReply> SendAsync<TRequest, TReply>(
        string operation, string subject, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType, bool isRepeatable,
        CancellationToken cancellationToken)
    {
        byte[] reply = await SendAsync(operation, subject, request, requestType, isRepeatable, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(reply, replyType) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            // A reply that was cut short by a proxy, or that of something else than Batch. What it replied to may have happened.
            throw new FaultException(
                FaultKind.Transient, $"batch:{operation}", subject, $"{caller.Place.Host} gave a reply that is not Batch's; check the endpoint", e);
        }
    }

    /// <summary>Sends a request whose reply says nothing.</summary>
    public Task<byte[]> SendAsync<TRequest>(
        string operation, string subject, TRequest request, JsonTypeInfo<TRequest> requestType, bool isRepeatable, CancellationToken cancellationToken) =>
        caller.SendAsync(
            new AwsCall
            {
                Operation = operation,
                Subject = subject,
                Path = "/v1/" + operation.ToLowerInvariant(),
                ContentType = "application/json",
                Body = JsonSerializer.SerializeToUtf8Bytes(request, requestType),
                IsRepeatable = isRepeatable,
            },
            cancellationToken);
}
