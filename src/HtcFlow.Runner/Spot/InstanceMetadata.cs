namespace HtcFlow.Runner.Spot;

/// <summary>The instance metadata service in its second version: every question carries a token, which is fetched first and renewed early.</summary>
/// <remarks>Never falls back to the first version: where the second is required, that would be refused for ever.</remarks>
internal sealed class InstanceMetadata
{
    /// <summary>Address of the service on every instance.</summary>
    public const string Address = "http://169.254.169.254";

    private const string TokenHeader = "X-aws-ec2-metadata-token";
    private const int Refused = 401;
    private static readonly TimeSpan s_life = TimeSpan.FromHours(6); // the longest that the service grants
    private static readonly TimeSpan s_early = TimeSpan.FromMinutes(5);

    private readonly MetadataClient _client;
    private readonly TimeProvider _time;
    private string _token = "";
    private long _tokenSince;

    public InstanceMetadata(MetadataClient client, TimeProvider time)
    {
        _client = client;
        _time = time;
    }

    /// <summary>Whether the service gave a token at the last question; a container too many hops away gets none, and no error either.</summary>
    public bool HasToken => _token.Length > 0;

    /// <summary>Asks for a path below <c>/latest/meta-data/</c>.</summary>
    /// <returns>Status 404 when there is nothing of it, 0 when nobody answered.</returns>
    public MetadataReply Get(string path)
    {
        MetadataReply reply = Ask(path);
        if (reply.Status == Refused)
        {
            _token = ""; // ended early, or the service was restarted: once more with a new one
            reply = Ask(path);
        }

        return reply;
    }

    private MetadataReply Ask(string path)
    {
        if (_token.Length == 0 || _time.GetElapsedTime(_tokenSince) > s_life - s_early)
        {
            MetadataReply token = _client.Send("PUT", "/latest/api/token", $"{TokenHeader}-ttl-seconds: {(int)s_life.TotalSeconds}");
            if (token.Status == 200)
            {
                (_token, _tokenSince) = (token.Body.Trim(), _time.GetTimestamp());
            }
            else if (_token.Length == 0)
            {
                return token.Status == Refused ? token with { Status = 0 } : token;
            }
        }

        return _client.Send("GET", "/latest/meta-data/" + path, $"{TokenHeader}: {_token}");
    }
}
