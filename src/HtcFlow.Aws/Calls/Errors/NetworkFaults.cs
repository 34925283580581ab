using System.Net.Sockets;
using System.Security.Authentication;
using HtcFlow.Core.Ports;
using Polly.Timeout;

namespace HtcFlow.Aws.Calls.Errors;

/// <summary>Says in the words of the ports what broke between here and a service.</summary>
internal static class NetworkFaults
{
    /// <summary>Whether an exception is the network's doing, so that <see cref="Of"/> can name it.</summary>
    public static bool IsNetwork(Exception e) => e is HttpRequestException or IOException or SocketException or TimeoutRejectedException;

    /// <summary>Whether a request that failed so can have come to the service.</summary>
    public static bool MayHaveArrived(Exception e) => e is not HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };

    /// <summary>Translates an exception of the network.</summary>
    public static FaultException Of(Exception e, string operation, string subject, AwsPlace place)
    {
        (FaultKind kind, string detail) = e switch
        {
            TimeoutRejectedException timeout => (FaultKind.Transient, $"{place.Host} did not answer within {timeout.Timeout.TotalSeconds:0} s"),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                (FaultKind.Transient, $"the name {place.Host} cannot be resolved; check {Where(place)}, and the network"),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
                (FaultKind.Transient, "the proxy lets nothing through; check HTTPS_PROXY and NO_PROXY"),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Tls(e, place),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                (FaultKind.Transient, $"nobody answers at {place.Host}; check {Where(place)}, and the network"),
            _ => (FaultKind.Transient, $"the connection to {place.Host} broke"),
        };
        return new FaultException(kind, $"{place.Service}:{operation}", subject, detail, e);
    }

    private static (FaultKind Kind, string Detail) Tls(Exception e, AwsPlace place) =>
        e.InnerException is AuthenticationException inner && inner.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase)
            ? (FaultKind.Denied, $"the certificate of {place.Host} is not trusted; if the server has one of its own authority, set SSL_CERT_FILE to a file that holds it")
            : (FaultKind.Broken, $"{place.Host} does not speak TLS as this program does; check {Where(place)}");

    private static string Where(AwsPlace place) => place.IsOwnAddress ? "the endpoint" : $"the region '{place.Region}'";
}
