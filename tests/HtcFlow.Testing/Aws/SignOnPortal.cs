using System.Text.Json;

namespace HtcFlow.Testing.Aws;

/// <summary>The portal of single sign-on: gives out the keys of a role to whoever shows the token of a login.</summary>
/// <remarks>The wire: GET /federation/credentials with the token in x-amz-sso_bearer_token.</remarks>
public sealed class SignOnPortal : IAsyncDisposable
{
    private const string Session = "lab";
    private const string SessionHash = "3953f9ddf975ab5097ee468d99555c5b441169bf"; // SHA-1 of its name, as the tools call the file
    private const string Token = "token-of-a-login";

    private readonly LoopbackHttp _server;
    private readonly DateTimeOffset _until;
    private volatile IReadOnlyList<string> _keys;
    private int _given;

    /// <summary>Begins to listen.</summary>
    /// <param name="until">End of the login and of the keys, as the portal says.</param>
    /// <param name="keys">Access key, secret and session token to begin with.</param>
    public SignOnPortal(DateTimeOffset until, params IReadOnlyList<string> keys)
    {
        _until = until;
        _keys = keys;
        _server = new LoopbackHttp(Serve);
    }

    /// <summary>Where it listens, without TLS.</summary>
    public Uri Address => _server.Address;

    /// <summary>Whether the login has ended, so that nothing is given out.</summary>
    public bool IsLoggedOut { get; set; }

    /// <summary>How often keys were given out.</summary>
    public int Given => Volatile.Read(ref _given);

    /// <summary>Gives out other keys from now on.</summary>
    public void Give(params IReadOnlyList<string> keys) => _keys = keys;

    /// <summary>Writes a profile of a user who has logged in, as <c>aws sso login</c> leaves it.</summary>
    /// <param name="home">The user's home.</param>
    /// <param name="profile">Name of the profile.</param>
    /// <param name="region">Region of the portal and of the profile.</param>
    public void WriteProfile(string home, string profile, string region)
    {
        string cache = Path.Combine(home, ".aws", "sso", "cache");
        Directory.CreateDirectory(cache);
        File.WriteAllText(
            Path.Combine(home, ".aws", "config"),
            $"""
            [profile {profile}]
            sso_session = {Session}
            sso_account_id = 123456789012
            sso_role_name = submitter
            region = {region}

            [sso-session {Session}]
            sso_start_url = https://lab.awsapps.com/start
            sso_region = {region}
            sso_registration_scopes = sso:account:access

            """);
        File.WriteAllText(
            Path.Combine(cache, SessionHash + ".json"),
            JsonSerializer.Serialize(new { startUrl = "https://lab.awsapps.com/start", region, accessToken = Token, expiresAt = _until.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ") }));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private (string Status, string Type, byte[] Body) Serve(IReadOnlyList<string> head)
    {
        (string status, object body) = Answer(head);
        return (status, "application/json", JsonSerializer.SerializeToUtf8Bytes(body));
    }

    private (string Status, object Body) Answer(IReadOnlyList<string> head)
    {
        if (!head[0].StartsWith("GET /federation/credentials?", StringComparison.Ordinal))
        {
            return ("404 Not Found", new { message = "there is only /federation/credentials" });
        }

        if (IsLoggedOut || !head.Any(static line => line.Equals("x-amz-sso_bearer_token: " + Token, StringComparison.OrdinalIgnoreCase)))
        {
            return ("401 Unauthorized", new { message = "Session token not found or invalid" });
        }

        Interlocked.Increment(ref _given);
        IReadOnlyList<string> keys = _keys;
        return ("200 OK", new { roleCredentials = new { accessKeyId = keys[0], secretAccessKey = keys[1], sessionToken = keys[2], expiration = _until.ToUnixTimeMilliseconds() } });
    }
}
