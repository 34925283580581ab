using System.Text;
using HtcFlow.Testing;

namespace HtcFlow.Aws.Tests.Identity;

/// <summary>Gives keys on loopback as a container's agent, an instance's metadata service and STS do.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private const string Keys = """{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z","LastUpdated":"2029-01-01T00:00:00Z"}""";

    private readonly LoopbackHttp _server = new(Answer);

    public string Address => _server.Address.AbsoluteUri.TrimEnd('/');

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static (string Status, string Type, byte[] Body) Answer(IReadOnlyList<string> head)
    {
        string path = head[0].Split(' ')[1].Split('?')[0];
        bool isKnown = !path.StartsWith("/latest/", StringComparison.Ordinal) || path == "/latest/api/token" || path.Contains("/security-credentials", StringComparison.Ordinal);
        return (isKnown ? "200 OK" : "404 Not Found", "text/plain", Encoding.UTF8.GetBytes(path switch
        {
            "/agent" => Keys.Replace("ASIA", "ASIACONTAINER", StringComparison.Ordinal),
            "/latest/api/token" => "token",
            "/latest/meta-data/iam/security-credentials/" or "/latest/meta-data/iam/security-credentials" => "role",
            "/latest/meta-data/iam/security-credentials/role" => Keys.Replace("ASIA", "ASIAINSTANCE", StringComparison.Ordinal),
            _ => """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAWEB</AccessKeyId>
                <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
                <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
                """,
        }));
    }
}
