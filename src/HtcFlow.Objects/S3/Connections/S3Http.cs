using Amazon.Runtime;

namespace HtcFlow.Objects.S3.Connections;

/// <summary>The connections of all stores of a process; proxies come from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.</summary>
internal sealed class S3Http : HttpClientFactory
{
    /// <summary>As many as the runner and the engine ever have in flight; a thousand waiting connections would not be faster.</summary>
    private const int Connections = 64;

    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(10);

    /// <summary>Servers close what stays idle, S3 after some 20 s; whoever writes to a closed connection has lost a request.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    /// <summary>A name is looked up again after this time: S3 moves its load between addresses.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(5);

    private static readonly Lazy<HttpClient> s_client = new(Open);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => s_client.Value;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    private static HttpClient Open()
    {
        TrustedCertificates.Prepare();
        return new HttpClient(new WithoutAsking(new SocketsHttpHandler
        {
            ConnectTimeout = s_connect,
            PooledConnectionIdleTimeout = s_idle,
            PooledConnectionLifetime = s_life,
            MaxConnectionsPerServer = Connections,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        }))
        {
            // Each request has a limit of its own, by its size.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>
    /// Sends bodies at once. The SDK has the server say first that it wants one (Expect: 100-continue), which costs a round trip
    /// for each small object; and a request that waits so is sent again by HttpClient itself when its connection breaks.
    /// </summary>
    private sealed class WithoutAsking(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.ExpectContinue = false;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
