using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.S3.Connections;

/// <summary>Says in the words of the ports what went wrong between here and a bucket, and what a person can do about it.</summary>
internal static class S3Faults
{
    /// <summary>Longest text of the other side that is passed on.</summary>
    private const int MaxWords = 200;

    /// <summary>Whether an exception is the world's doing, so that <see cref="Of"/> can name it.</summary>
    public static bool IsWorld(Exception e) => e is AmazonClientException or AmazonServiceException or HttpRequestException
        or IOException or SocketException or XmlException or TimeoutException or OperationCanceledException or WebException;

    /// <summary>Translates an exception of a request.</summary>
    public static FaultException Of(Exception e, string operation, string subject, S3Place place) => e switch
    {
        FaultException fault => fault,
        // Before its base: the status of a reply whose body broke off says nothing, a 404 may be one of the bucket.
        AmazonUnmarshallingException or XmlException => new FaultException(
            FaultKind.Transient, operation, subject, $"the reply of {place.Host} was cut short", e),
        AmazonServiceException service when (int)service.StatusCode > 0 => OfReply(service, operation, subject, place),
        _ when Find<AuthenticationException>(e) is { } plain && plain.Message.Contains("frame", StringComparison.OrdinalIgnoreCase) => new FaultException(
            FaultKind.Broken, operation, subject, $"{place.Host} does not speak TLS; write http:// in the address of the store, or name the right port", e),
        _ when Find<AuthenticationException>(e) is { } tls => OfTls(tls, e, operation, subject, place),
        _ when Find<SocketException>(e) is { } socket => OfSocket(socket, e, operation, subject, place),
        OperationCanceledException or TimeoutException => new FaultException(
            FaultKind.Transient, operation, subject, $"{place.Host} did not answer in time", e),
        AmazonClientException when LacksCredentials(e) => new FaultException(
            FaultKind.Denied, operation, subject,
            "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE, or give the machine or container a role", e),
        _ => new FaultException(FaultKind.Transient, operation, subject, $"the connection to {place.Host} broke ({OneLine(Deepest(e).Message)})", e),
    };

    /// <summary>Value of a header of the reply that an exception stands for; empty without one.</summary>
    public static string Header(Exception e, string name) =>
        Find<HttpErrorResponseException>(e)?.Response is { } response && response.IsHeaderPresent(name) ? response.GetHeaderValue(name) : "";

    private static FaultException OfReply(AmazonServiceException e, string operation, string subject, S3Place place)
    {
        string code = e.ErrorCode ?? "";
        (FaultKind kind, string words) = (int)e.StatusCode switch
        {
            _ when Known(code, place) is { } known => known,
            401 or 403 => (FaultKind.Denied,
                $"access to bucket {place.Bucket} was refused ({Said(e)}); check the permissions of these credentials, s3:ListBucket among them, and the bucket's policy"),
            404 => (FaultKind.Gone, Said(e)),
            408 or 409 => (FaultKind.Transient, Said(e)),
            429 or 503 => (FaultKind.Throttled, $"{place.Host} asks for fewer requests ({Said(e)})"),
            507 => (FaultKind.Broken, $"the store is full ({Said(e)})"),
            501 => (FaultKind.Broken, $"{place.Host} cannot do this ({Said(e)})"),
            301 or 307 or 308 => (FaultKind.Broken, $"bucket {place.Bucket} is served elsewhere ({Said(e)}); give its region or endpoint in the address of the store"),
            >= 500 => (FaultKind.Transient, $"{place.Host} failed ({Said(e)})"),
            // A reply that says yes and holds an error, which is how late failures of CompleteMultipartUpload are told.
            < 300 => (FaultKind.Transient, $"{place.Host} failed late ({Said(e)})"),
            _ => (FaultKind.Broken, $"{place.Host} refuses the request ({Said(e)})"),
        };
        return new FaultException(kind, operation, subject, words, e) { RetryAfter = kind == FaultKind.Throttled ? RetryAfter(e) : TimeSpan.Zero };
    }

    private static (FaultKind Kind, string Words)? Known(string code, S3Place place) => code switch
    {
        "NoSuchBucket" => (FaultKind.Gone, $"there is no bucket {place.Bucket} at {place.Host}; make it, or correct the address of the store"),
        "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" or "RequestExpired" =>
            (FaultKind.Denied, "the credentials have expired; renew them (aws sso login, or a new session token) and try again"),
        "InvalidAccessKeyId" => (FaultKind.Denied, $"{place.Host} does not know the access key; check AWS_ACCESS_KEY_ID or the profile"),
        "SignatureDoesNotMatch" or "InvalidToken" => (FaultKind.Denied,
            $"{place.Host} does not accept the signature ({code}); check AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and that no proxy changes requests"),
        "RequestTimeTooSkewed" => (FaultKind.Denied, $"this machine's clock and that of {place.Host} differ by more than 15 minutes; set the clock"),
        "SlowDown" or "Throttling" or "ThrottlingException" or "TooManyRequests" or "RequestLimitExceeded" or "BandwidthLimitExceeded" =>
            (FaultKind.Throttled, $"{place.Host} asks for fewer requests ({code})"),
        "InternalError" or "ServiceUnavailable" or "RequestTimeout" or "OperationAborted" or "ConditionalRequestConflict"
            or "BadDigest" or "IncompleteBody" => (FaultKind.Transient, $"{place.Host} failed ({code})"),
        "QuotaExceeded" or "EntityTooLarge" => (FaultKind.Broken, $"{place.Host} has no room for it ({code})"),
        _ => null,
    };

    private static FaultException OfSocket(SocketException socket, Exception e, string operation, string subject, S3Place place) =>
        new(FaultKind.Transient, operation, subject, socket.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                $"the name {place.Host} cannot be resolved; check the endpoint in the address of the store, and the network",
            SocketError.ConnectionRefused => $"nobody answers at {place.Host}; check the endpoint in the address of the store",
            _ => $"the connection to {place.Host} broke ({OneLine(socket.Message)})",
        }, e);

    // .NET tells the reasons in the text alone, in words, or in the static runner by the name of the words: "..., PartialChain".
    private static FaultException OfTls(AuthenticationException tls, Exception e, string operation, string subject, S3Place place)
    {
        string text = OneLine(tls.Message);
        if (!text.Contains("cert", StringComparison.Ordinal))
        {
            return new FaultException(
                FaultKind.Broken, operation, subject,
                $"{place.Host} and this program agree on no kind of TLS ({OneLine(Deepest(e).Message)}); check the endpoint in the address of the store", e);
        }

        int at = text.LastIndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 ? colon : text.IndexOf(", ", StringComparison.Ordinal);
        string reasons = at < 0 ? text : text[(at + 2)..];
        return new FaultException(FaultKind.Denied, operation, subject, reasons switch
        {
            _ when reasons.Contains("NameMismatch", StringComparison.Ordinal) =>
                $"the certificate of {place.Host} is for another name ({reasons}); write the name that it is for in the address of the store",
            _ when reasons.Contains("NotTimeValid", StringComparison.Ordinal) =>
                $"the certificate of {place.Host} has expired or does not hold yet ({reasons}); renew it, or set this machine's clock",
            _ => $"the certificate of {place.Host} is not trusted ({reasons}); {TrustedCertificates.Advice}",
        }, e);
    }

    private static TimeSpan RetryAfter(Exception e) =>
        int.TryParse(Header(e, "Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 3600))
            : TimeSpan.Zero;

    // The SDK has no type for it; these are its own words in the places where the chain of sources comes to its end.
    private static bool LacksCredentials(Exception e) =>
        e.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("identity", StringComparison.OrdinalIgnoreCase);

    private static string Said(AmazonServiceException e)
    {
        string words = OneLine(e.Message ?? "");
        string code = e.ErrorCode is { Length: > 0 } given ? given : string.Create(CultureInfo.InvariantCulture, $"status {(int)e.StatusCode}");
        // A reply without a body, as to HEAD, has only the SDK's words about the lack of one.
        return words.Length == 0 || words == code || words.StartsWith("Error making request", StringComparison.Ordinal) ? code : $"{code}: {words}";
    }

    private static string OneLine(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > MaxWords ? line[..MaxWords] : line;
    }

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static Exception Deepest(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e;
    }
}
