using Amazon;
using Amazon.Runtime;
using Amazon.RuntimeDependencies;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace HtcFlow.Aws.Identity;

/// <summary>Completes the SDK's chain of credentials (roles, web identities, single sign-on) without reflection.</summary>
/// <remarks>The stores of HtcFlow.Objects register the same; whoever comes last is asked, and both give the same.</remarks>
internal static class SdkFactories
{
    private static int s_registered;

    /// <summary>Registers the factories, once a process.</summary>
    public static void Register()
    {
        if (Interlocked.Exchange(ref s_registered, 1) != 0)
        {
            return;
        }

        // These calls are what gets credentials, so they are not signed.
        var nobody = new AnonymousAWSCredentials();
        GlobalRuntimeDependencyRegistry registry = GlobalRuntimeDependencyRegistry.Instance;
        var http = new SdkHttp();
        registry.RegisterSecurityTokenServiceClient(context => new AmazonSecurityTokenServiceClient(
            nobody,
            new AmazonSecurityTokenServiceConfig { RegionEndpoint = context.SecurityTokenServiceClientContextData.Region ?? RegionEndpoint.USEast1, HttpClientFactory = http }));
        registry.RegisterSSOClient(context => new AmazonSSOClient(
            nobody, new AmazonSSOConfig { RegionEndpoint = context.SSOClientContextData.Region ?? RegionEndpoint.USEast1, HttpClientFactory = http }));
        registry.RegisterSSOOIDCClient(context => new AmazonSSOOIDCClient(
            nobody, new AmazonSSOOIDCConfig { RegionEndpoint = context.SSOOIDCClientContextData.Region ?? RegionEndpoint.USEast1, HttpClientFactory = http }));
    }
}
