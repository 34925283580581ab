namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>Tells the clock of each request; the body is read before a request counts as answered.</summary>
internal sealed class CountedRequests(HttpMessageHandler inner, CommonClock clock) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        clock.Begin();
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
        finally
        {
            clock.End();
        }
    }
}
