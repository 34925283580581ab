using Amazon.Runtime;
using HtcFlow.Aws.Calls;

namespace HtcFlow.Aws.Identity;

/// <summary>Gives the SDK's clients that fetch credentials the same proxies and trusted certificates as all other calls.</summary>
internal sealed class SdkHttp : HttpClientFactory
{
    private static readonly Lazy<HttpClient> s_client = new(static () => new HttpClient(AwsHttp.OpenTrusting()));

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => s_client.Value;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
