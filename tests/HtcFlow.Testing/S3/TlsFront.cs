using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HtcFlow.Testing.S3;

/// <summary>Speaks TLS before a server that does not, with a certificate that nobody trusts unless told to.</summary>
/// <remarks>Bytes pass unchanged, so signatures of requests hold.</remarks>
public sealed class TlsFront : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly Uri _behind;
    private readonly LoopbackServer _server;

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
        _server = new LoopbackServer(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => new($"https://localhost:{_server.Port}");

    /// <summary>The certificate as a file holds it that SSL_CERT_FILE names.</summary>
    public string CertificateText => _certificate.ExportCertificatePem();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        await using var outside = new SslStream(client.GetStream());
        await outside.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, cancellationToken);
        using var server = new TcpClient();
        await server.ConnectAsync(_behind.Host, _behind.Port, cancellationToken);
        await LoopbackServer.PipeAsync(outside, server.GetStream(), cancellationToken);
    }
}
