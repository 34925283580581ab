using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HtcFlow.Testing.S3;

/// <summary>Speaks TLS before a server that does not, with a certificate that nobody trusts unless told to.</summary>
/// <remarks>Bytes pass unchanged, so signatures of requests hold.</remarks>
public sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly X509Certificate2 _certificate;
    private readonly Uri _behind;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="behind">The server.</param>
    /// <param name="now">Middle of the day for which the certificate is good.</param>
    /// <param name="names">Names that the certificate is for, besides <c>localhost</c>.</param>
    public TlsFront(Uri behind, DateTimeOffset now, params IEnumerable<string> names)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + names.FirstOrDefault("localhost"), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var good = new SubjectAlternativeNameBuilder();
        foreach (string name in names.Prepend("localhost"))
        {
            good.AddDnsName(name);
        }

        request.CertificateExtensions.Add(good.Build());
        _certificate = request.CreateSelfSigned(now.AddHours(-12), now.AddHours(12));
        _behind = behind;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The certificate as a file holds it that SSL_CERT_FILE names.</summary>
    public string CertificateText => _certificate.ExportCertificatePem();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _certificate.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                _connections.Add(Task.Run(() => ServeAsync(client, _end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed: nobody is let in any more.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                await using var outside = new SslStream(client.GetStream());
                await outside.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, cancellationToken);
                using var server = new TcpClient();
                await server.ConnectAsync(_behind.Host, _behind.Port, cancellationToken);
                NetworkStream inside = server.GetStream();
                await Task.WhenAny(outside.CopyToAsync(inside, cancellationToken), inside.CopyToAsync(outside, cancellationToken));
            }
            catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException)
            {
                // A client that does not trust it hangs up.
            }
        }
    }
}
