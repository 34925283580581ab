using System.Globalization;
using System.Text.RegularExpressions;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using HtcFlow.Core.Wire;

namespace HtcFlow.Objects.S3.Connections;

/// <summary>The SDK's client for one bucket, and what is learnt about how to reach it: its region and the difference of the clocks.</summary>
/// <remarks>
/// The SDK sends each request once. Its own repetitions would hide that a conditional write was sent twice, and then nobody could tell
/// a lost reply from a lost race; see <see cref="S3Attempts"/>. Callers: any thread.
/// </remarks>
internal sealed partial class S3Connection : IDisposable
{
    private const string UsualRegion = "us-east-1";

    private readonly S3Address _address;
    private readonly AWSCredentials? _credentials;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private volatile AmazonS3Client _client;
    private string _region;
    private bool _clockMended;

    /// <summary>Makes the client; no request is sent.</summary>
    /// <param name="address">The bucket.</param>
    /// <param name="credentials">Keys; null for the machine's own: environment, web identity, profile, container, instance.</param>
    /// <param name="time">Clock of this machine.</param>
    public S3Connection(S3Address address, AWSCredentials? credentials, TimeProvider time)
    {
        _address = address;
        _credentials = credentials;
        _time = time;
        S3Credentials.Register();
        Endpoint = address.Endpoint.Length > 0 ? address.Endpoint : new AmazonS3Config().ServiceURL?.TrimEnd('/') ?? "";
        _region = address.Region.Length > 0
            ? address.Region
            : FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName ?? UsualRegion;
        PathStyle = address.PathStyle ?? (Endpoint.Length > 0 || address.Bucket.Contains('.', StringComparison.Ordinal));
        _client = Open();
    }

    /// <summary>The server that settings name; empty for AWS.</summary>
    public string Endpoint { get; }

    /// <summary>Whether the bucket stands in the path of requests.</summary>
    public bool PathStyle { get; }

    /// <summary>Region that requests are signed for.</summary>
    public string Region => _region;

    /// <summary>What messages call it.</summary>
    public S3Place Place => new(_address.Bucket, Endpoint.Length > 0 ? Endpoint : $"S3 in {_region}");

    /// <summary>The client as it is now.</summary>
    public AmazonS3Client Client => _client;

    /// <summary>Learns from a refusal; true when the same request may do better now.</summary>
    public bool Mend(Exception e)
    {
        if (e is not AmazonS3Exception refusal)
        {
            return false;
        }

        return refusal.ErrorCode == "RequestTimeTooSkewed" ? MendClock(refusal) : MendRegion(refusal);
    }

    public void Dispose() => _client.Dispose();

    private bool MendRegion(AmazonS3Exception refusal)
    {
        string region = S3Faults.Header(refusal, "x-amz-bucket-region");
        if (region.Length == 0 && Expected().Match(refusal.Message ?? "") is { Success: true } expected)
        {
            region = expected.Groups[1].Value;
        }

        lock (_lock)
        {
            // A store behind an endpoint of its own may name any region; only what it complains about is changed.
            if (region.Length == 0 || region == _region
                || refusal.ErrorCode is not ("PermanentRedirect" or "TemporaryRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException"
                    or "MovedPermanently" or "BadRequest"))
            {
                return false;
            }

            _region = region;
            _client = Open(); // requests under way keep the old one, whose connections are shared and stay open
            return true;
        }
    }

    private bool MendClock(AmazonS3Exception refusal)
    {
        if (_clockMended
            || !DateTimeOffset.TryParse(S3Faults.Header(refusal, "Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset there))
        {
            return false;
        }

        _clockMended = true;
        AWSConfigs.ManualClockCorrection = there - _time.GetUtcNow();
        return true;
    }

    // Refusals of a signature name the region in their text alone: "the region 'us-east-1' is wrong; expecting 'eu-west-1'".
    [GeneratedRegex("expecting '([a-z0-9-]+)'")]
    private static partial Regex Expected();

    /// <summary>Bytes handed to a connection at a time. The client's own 8 KiB make 55 system calls, and as many wake-ups at the server, of a
    /// compressed mebibyte.</summary>
    private const int SendBytes = 128 * 1024;

    private AmazonS3Client Open()
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = PathStyle,
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            HttpClientFactory = new S3Http(),
            // Trailers are not understood by many stores; whole bodies are signed, which tells damage on the way as well.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            DisableLogging = true,
            BufferSize = SendBytes,
        };
        if (Endpoint.Length > 0)
        {
            config.ServiceURL = Endpoint;
            config.AuthenticationRegion = _region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(_region);
        }

        return _credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(_credentials, config);
    }
}
