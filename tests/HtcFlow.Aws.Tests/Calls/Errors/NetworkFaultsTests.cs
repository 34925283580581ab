using System.Security.Authentication;
using HtcFlow.Aws.Calls.Errors;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Calls.Errors;

public sealed class NetworkFaultsTests
{
    private static readonly AwsPlace s_aws = new("batch", "eu-wst-1", new Uri("https://batch.eu-wst-1.amazonaws.com/"), false);
    private static readonly AwsPlace s_own = new("batch", "eu-west-1", new Uri("http://127.0.0.1:4000/"), true);

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "the name batch.eu-wst-1.amazonaws.com cannot be resolved; check the region 'eu-wst-1', and the network")]
    [InlineData(HttpRequestError.ProxyTunnelError, "the proxy lets nothing through; check HTTPS_PROXY and NO_PROXY")]
    [InlineData(HttpRequestError.ResponseEnded, "the connection to batch.eu-wst-1.amazonaws.com broke")]
    public void Of_Network_SaysWhereToLook(HttpRequestError error, string detail)
    {
        FaultException fault = NetworkFaults.Of(new HttpRequestException(error), "SubmitJob", "a", s_aws);
        Assert.Equal((FaultKind.Transient, detail), (fault.Kind, fault.Detail));
    }

    [Fact]
    public void Of_NobodyAtAnEndpoint_NamesTheEndpoint() => Assert.Equal(
        "nobody answers at 127.0.0.1:4000; check the endpoint, and the network",
        NetworkFaults.Of(new HttpRequestException(HttpRequestError.ConnectionError), "SubmitJob", "a", s_own).Detail);

    [Fact]
    public void Of_CertificateIsNotTrusted_IsDenied()
    {
        var e = new HttpRequestException(HttpRequestError.SecureConnectionError, null, new AuthenticationException("The remote certificate is invalid"));
        Assert.Equal(FaultKind.Denied, NetworkFaults.Of(e, "SubmitJob", "a", s_own).Kind);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.SecureConnectionError, false)]
    [InlineData(HttpRequestError.ProxyTunnelError, false)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.Unknown, true)]
    public void MayHaveArrived_OnlyWithoutAConnection_IsFalse(HttpRequestError error, bool expected) =>
        Assert.Equal(expected, NetworkFaults.MayHaveArrived(new HttpRequestException(error)));
}
