using System.Net.Http.Headers;
using HtcFlow.Aws.Calls.Errors;
using HtcFlow.Aws.Calls.Pace;
using HtcFlow.Aws.Signing;
using HtcFlow.Core.Ports;
using Polly;

namespace HtcFlow.Aws.Calls;

/// <summary>Sends the calls of one service: waits for a turn, signs, sends, reads what was refused, learns from it, tries again.</summary>
/// <remarks>Callers: any thread.</remarks>
internal sealed class AwsCaller(AwsPlace place, SigningScope scope, CallerParts parts, CallPace pace)
{
    /// <summary>Mistakes that are put right at once: the clock and the keys.</summary>
    private const int Lessons = 2;

    private readonly RequestSigner _signer = new(scope);
    private readonly ServiceClock _clock = new(parts.Time);

    /// <summary>What messages call the service.</summary>
    public AwsPlace Place => place;

    /// <summary>Calls a second at the moment.</summary>
    public double Rate => pace.Rate;

    /// <summary>Sends a call until it succeeds or fails in a way that another try will not mend.</summary>
    /// <exception cref="FaultException">What failed last.</exception>
    public async Task<byte[]> SendAsync(AwsCall call, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(AwsRetries.IsRepeatable, call.IsRepeatable);
        string action = $"{place.Service}:{call.Operation}";
        int sent = 0;
        try
        {
            AwsReply reply = await parts.Retries.Calls.ExecuteAsync(
                async inner =>
                {
                    parts.Meter.Add(action, new CallCount(0, 0, sent++ > 0 ? 1 : 0, 0));
                    return await TryAsync(call, action, inner.CancellationToken);
                },
                context);
            if (reply.Fault is { } fault)
            {
                parts.Meter.Add(action, new CallCount(0, 0, 0, 1));
                throw fault;
            }

            return reply.Body;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<AwsReply> TryAsync(AwsCall call, string action, CancellationToken cancellationToken)
    {
        for (int lessons = 0; ; lessons++)
        {
            AwsKeys keys;
            try
            {
                keys = await parts.Credentials.GetAsync(cancellationToken);
            }
            catch (FaultException e)
            {
                var fault = new FaultException(e.Kind, action, call.Subject, e.Detail, e) { RetryAfter = e.RetryAfter };
                return AwsReply.Failed(fault, null, mayHaveHappened: false);
            }

            int mark = await pace.WaitAsync(cancellationToken);
            AwsReply reply = await ReachAsync(call, keys, cancellationToken);
            bool isThrottled = reply.Fault?.Kind == FaultKind.Throttled;
            parts.Meter.Add(action, new CallCount(1, isThrottled ? 1 : 0, 0, 0));
            if (isThrottled)
            {
                pace.OnRefused(mark);
            }

            if (reply.Error is not { } error || lessons == Lessons || !await LearnAsync(error, keys, cancellationToken))
            {
                return reply;
            }
        }
    }

    private async ValueTask<AwsReply> ReachAsync(AwsCall call, AwsKeys keys, CancellationToken cancellationToken)
    {
        try
        {
            return await parts.Retries.Try.ExecuteAsync(async token => await SendOnceAsync(call, keys, token), cancellationToken);
        }
        catch (Exception e) when (NetworkFaults.IsNetwork(e) && !cancellationToken.IsCancellationRequested)
        {
            return AwsReply.Failed(NetworkFaults.Of(e, call.Operation, call.Subject, place), null, NetworkFaults.MayHaveArrived(e));
        }
    }

    private async Task<AwsReply> SendOnceAsync(AwsCall call, AwsKeys keys, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Signed(call, keys);
        using HttpResponseMessage response = await parts.Http.SendAsync(request, cancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.Headers.Date is { } there)
        {
            parts.Meter.SawClock(there - parts.Time.GetUtcNow());
        }

        if (response.IsSuccessStatusCode)
        {
            return AwsReply.Good(body);
        }

        AwsError error = AwsErrorReader.Read((int)response.StatusCode, response.Headers, body, parts.Time.GetUtcNow());
        if (error.Code.Length > 0 && error.Code == call.GoodCode)
        {
            return AwsReply.Good([]);
        }

        FaultException fault = AwsFaults.Of(error, call.Operation, call.Subject, place);
        return AwsReply.Failed(fault, error, mayHaveHappened: fault.Kind == FaultKind.Transient);
    }

    private HttpRequestMessage Signed(AwsCall call, AwsKeys keys)
    {
        string path = place.Address.AbsolutePath.TrimEnd('/') + call.Path;
        List<KeyValuePair<string, string>> headers = [new("host", place.Address.Authority), new("content-type", call.ContentType)];
        if (call.Target is not null)
        {
            headers.Add(new("x-amz-target", call.Target));
        }

        Signature signature = _signer.Sign(new UnsignedRequest("POST", path, [], headers, call.Body), keys, _clock.Now);
        var content = new ByteArrayContent(call.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(place.Address, path)) { Content = content };
        Add(request.Headers, "X-Amz-Target", call.Target);
        Add(request.Headers, "X-Amz-Date", signature.Date);
        Add(request.Headers, "X-Amz-Security-Token", signature.Token);
        Add(request.Headers, "Authorization", signature.Authorization);
        Add(request.Headers, "User-Agent", "htcflow");
        return request;
    }

    private static void Add(HttpRequestHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }

    // A request that was refused for its signature was not carried out, whatever it is, so it can be sent again at once.
    private async ValueTask<bool> LearnAsync(AwsError error, AwsKeys keys, CancellationToken cancellationToken) =>
        (AwsFaults.MayBeClock(error) && _clock.Learn(error.Date))
        || (AwsFaults.MayBeExpired(error) && await parts.Credentials.RenewAsync(keys, cancellationToken));
}
