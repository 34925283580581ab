using System.Globalization;
using System.Text.RegularExpressions;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Calls.Errors;

/// <summary>Says in the words of the ports what a service refused, and what a person can do about it.</summary>
internal static partial class AwsFaults
{
    /// <summary>Longest text of the other side that is passed on.</summary>
    private const int MaxWords = 300;

    /// <summary>Translates a refusal.</summary>
    public static FaultException Of(AwsError error, string operation, string subject, AwsPlace place)
    {
        (FaultKind kind, string detail) = OfCode(error, operation, place) ?? OfStatus(error, operation, place);
        return new FaultException(kind, $"{place.Service}:{operation}", subject, detail) { RetryAfter = error.RetryAfter };
    }

    /// <summary>Whether the service refuses because there were too many calls.</summary>
    public static bool IsThrottling(AwsError error) => error.Status == 429 || error.Code is "TooManyRequestsException" or "ThrottlingException" or "Throttling"
        or "ThrottledException" or "RequestLimitExceeded" or "RequestThrottled" or "RequestThrottledException" or "SlowDown" or "PriorRequestNotComplete"
        or "LimitExceededException" or "BandwidthLimitExceeded" or "EC2ThrottledException" or "TransactionInProgressException";

    /// <summary>Whether the difference of the clocks may be why.</summary>
    public static bool MayBeClock(AwsError error) => error.Code is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture" or "AuthFailure"
        or "InvalidSignatureException" or "SignatureDoesNotMatch" or "InvalidSignature";

    /// <summary>Whether the keys' time may be over.</summary>
    public static bool MayBeExpired(AwsError error) => error.Code is "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" or "RequestExpired"
        || (error.Code is "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidToken" or "AuthFailure" or "InvalidAccessKeyId");

    private static (FaultKind Kind, string Detail)? OfCode(AwsError error, string operation, AwsPlace place) => error.Code switch
    {
        _ when IsThrottling(error) => (FaultKind.Throttled, $"{place.Host} asks for fewer calls ({Code(error)})"),
        "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" => (FaultKind.Denied,
            "the credentials have expired; run `aws sso login`, or set new keys and session token"),
        "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture" => (FaultKind.Denied,
            $"this machine's clock and that of {place.Host} differ; set the clock ({Code(error)})"),
        "InvalidSignatureException" or "SignatureDoesNotMatch" or "InvalidSignature" or "IncompleteSignature" or "IncompleteSignatureException" =>
            (FaultKind.Denied, Signature(error, place)),
        "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidAccessKeyId" or "InvalidToken" or "AuthFailure" => (FaultKind.Denied,
            $"{place.Host} does not know these credentials ({Code(error)}); check the keys and their session token, and that the account has the region {place.Region} enabled"),
        "MissingAuthenticationToken" or "MissingAuthenticationTokenException" => (FaultKind.Denied,
            $"{place.Host} asks for a signature; check the endpoint, something on the way may take headers out"),
        "OptInRequired" or "SubscriptionRequiredException" => (FaultKind.Denied, $"the account may not use {place.Service} in {place.Region} yet; enable it, or choose another region"),
        "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation" or "NotAuthorized" or "UnauthorizedException" or "Client.UnauthorizedOperation" =>
            (FaultKind.Denied, Permission(error, operation, place)),
        "ResourceNotFoundException" or "NoSuchEntity" or "NoSuchEntityException" or "NoSuchResourceException" or "RepositoryNotFoundException" or "ImageNotFoundException" =>
            (FaultKind.Gone, Said(error)),
        _ when error.Code.Contains(".NotFound", StringComparison.Ordinal) => (FaultKind.Gone, Said(error)),
        "ClientException" or "ValidationException" or "InvalidParameterValueException" when IsMissing().IsMatch(error.Message) => (FaultKind.Gone, Said(error)),
        "ServerException" or "InternalError" or "InternalFailure" or "InternalServerError" or "ServiceUnavailable" or "ServiceUnavailableException" or "Unavailable"
            or "RequestTimeout" or "RequestTimeoutException" => (FaultKind.Transient, $"{place.Host} failed ({Code(error)})"),
        _ => null,
    };

    private static (FaultKind Kind, string Detail) OfStatus(AwsError error, string operation, AwsPlace place) => error.Status switch
    {
        >= 500 or 408 => (FaultKind.Transient, $"{place.Host} failed ({Code(error)})"),
        407 => (FaultKind.Denied, "the proxy asks for a name and a password; write them into HTTPS_PROXY"),
        401 or 403 => (FaultKind.Denied, error.Code.Length > 0 ? Said(error) : Permission(error, operation, place)),
        404 when error.Code.Length == 0 => (FaultKind.Broken, $"{place.Host} knows nothing of {place.Service}; check the endpoint and the region {place.Region}"),
        >= 300 and < 400 => (FaultKind.Broken, $"{place.Host} sends callers elsewhere ({Code(error)}); check the endpoint and the region {place.Region}"),
        _ => (FaultKind.Broken, Said(error)),
    };

    // The service's own text repeats the whole request, session token included, so only its reason is passed on.
    private static string Signature(AwsError error, AwsPlace place)
    {
        if (ScopedElsewhere().Match(error.Message) is { Success: true } scope)
        {
            return $"{place.Host} wants another region than {place.Region}{(scope.Groups["region"].Length > 0 ? $" ({scope.Groups["region"].Value})" : "")}; correct the region or the endpoint";
        }

        return IsTime().IsMatch(error.Message)
            ? $"this machine's clock and that of {place.Host} differ; set the clock ({Code(error)})"
            : $"the signature is wrong ({Code(error)}): the secret key does not belong to the access key; set both anew";
    }

    private static string Permission(AwsError error, string operation, AwsPlace place)
    {
        string action = $"{place.Service}:{operation}";
        if (NotAuthorized().Match(error.Message) is { Success: true } match)
        {
            string who = match.Groups["who"].Value;
            string resource = match.Groups["resource"].Success ? match.Groups["resource"].Value.TrimEnd('.') : "*";
            string why = error.Message.Contains("explicit deny", StringComparison.OrdinalIgnoreCase) ? "; a policy denies it explicitly" : "";
            return $"{who} may not {match.Groups["action"].Value} on {resource}{why}; allow that action in its policies";
        }

        return $"{action} is not allowed; allow that action in the policies of the user or role ({Code(error)})";
    }

    private static string Code(AwsError error) =>
        error.Code.Length > 0 ? error.Code : string.Create(CultureInfo.InvariantCulture, $"status {error.Status}");

    private static string Said(AwsError error) => error.Message.Length == 0 ? Code(error) : $"{OneLine(error.Message)} ({Code(error)})";

    private static string OneLine(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > MaxWords ? line[..MaxWords] : line;
    }

    [GeneratedRegex("(not found|not exist|could not be found|cannot be found|can't be found|no longer exists)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex IsMissing();

    [GeneratedRegex("(expired|not yet current|earlier than|later than)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex IsTime();

    [GeneratedRegex("scoped to (?:a valid|correct) (?:region|service)(?:[^']*'(?<region>[a-z0-9-]+)')?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ScopedElsewhere();

    [GeneratedRegex(@"(?:User: )?(?<who>arn:\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>\S+))?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NotAuthorized();
}
