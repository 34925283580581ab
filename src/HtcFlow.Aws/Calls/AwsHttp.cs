using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace HtcFlow.Aws.Calls;

/// <summary>The connections of all clients of a process; proxies come from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.</summary>
internal static class AwsHttp
{
    /// <summary>50 calls a second that take a second each, twice.</summary>
    private const int Connections = 100;

    /// <summary>What AWS's own tools take instead of the system's certificates.</summary>
    private const string BundleVariable = "AWS_CA_BUNDLE";

    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(20);

    /// <summary>A name is looked up again after this time: services move their load between addresses.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(5);

    private static readonly Lazy<HttpMessageInvoker> s_shared = new(static () => new HttpMessageInvoker(OpenTrusting()));

    /// <summary>The process's connections.</summary>
    public static HttpMessageInvoker Shared => s_shared.Value;

    /// <summary>Makes connections that trust what the environment says.</summary>
    public static SocketsHttpHandler OpenTrusting() => Open(Environment.GetEnvironmentVariable(BundleVariable));

    /// <summary>Makes connections.</summary>
    /// <param name="bundle">File of the certificates that are trusted; null or a missing file for the system's.</param>
    public static SocketsHttpHandler Open(string? bundle)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = s_connect,
            PooledConnectionIdleTimeout = s_idle,
            PooledConnectionLifetime = s_life,
            MaxConnectionsPerServer = Connections,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        };
        if (bundle is { Length: > 0 } && File.Exists(bundle))
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(bundle);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return handler;
    }
}
