using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HtcFlow.Aws.Tests.Identity;

/// <summary>Gives keys on loopback as a container's agent, an instance's metadata service and STS do.</summary>
internal sealed class KeyServer : IDisposable
{
    private const string Keys = """{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z","LastUpdated":"2029-01-01T00:00:00Z"}""";

    private readonly HttpListener _listener = new();

    public KeyServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        Served = Task.Run(ServeAsync);
    }

    public string Address { get; }

    private Task Served { get; }

    public void Dispose()
    {
        _listener.Close();
        Served.Wait();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            string path = context.Request.Url!.AbsolutePath;
            byte[] body = Encoding.UTF8.GetBytes(path switch
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
            });
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }
}
