using Amazon;
using Amazon.Runtime;
using Amazon.RuntimeDependencies;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace HtcFlow.Objects.S3.Connections;

/// <summary>Completes the SDK's chain of credentials: roles, web identities and single sign-on.</summary>
/// <remarks>
/// The SDK finds these clients by reflection, which native code has none of, and asks for factories instead. Environment, profiles,
/// containers and instance metadata it can do alone. All three together add 0.25 MB to the runner.
/// </remarks>
internal static class S3Credentials
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
        registry.RegisterSecurityTokenServiceClient(context => new AmazonSecurityTokenServiceClient(
            nobody, context.SecurityTokenServiceClientContextData.Region ?? RegionEndpoint.USEast1));
        registry.RegisterSSOClient(context => new AmazonSSOClient(nobody, context.SSOClientContextData.Region ?? RegionEndpoint.USEast1));
        registry.RegisterSSOOIDCClient(context => new AmazonSSOOIDCClient(
            nobody, context.SSOOIDCClientContextData.Region ?? RegionEndpoint.USEast1));
    }
}
