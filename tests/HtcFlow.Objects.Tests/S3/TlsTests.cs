using System.Net;
using System.Net.Sockets;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3;
using HtcFlow.Testing.S3;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>Servers to which no trusted connection comes about: each is told with what to do.</summary>
public sealed class TlsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "localhost", "is not trusted (", "SSL_CERT_FILE")]
    [InlineData(-3, "localhost", "has expired or does not hold yet (", "set this machine's clock")]
    [InlineData(3, "localhost", "has expired or does not hold yet (", "set this machine's clock")]
    [InlineData(0, "127.0.0.1", "is for another name (", "write the name that it is for")]
    public async Task AnyCall_CertificateThatIsNoGood_IsDeniedAndSaysWhyAndWhatToDo(int days, string host, string why, string advice)
    {
        await using var front = new TlsFront(S3Gateway.Shared.Endpoint, TimeProvider.System.GetUtcNow().AddDays(days));

        FaultException fault = await FailAsync($"https://{host}:{front.Endpoint.Port}");

        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains($"the certificate of https://{host}:{front.Endpoint.Port} {why}", fault.Detail, StringComparison.Ordinal);
        Assert.Contains(advice, fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("The remote certificate", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_ServerWithoutTls_IsBrokenAndSaysSo()
    {
        FaultException fault = await FailAsync($"https://127.0.0.1:{S3Gateway.Shared.Endpoint.Port}");

        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("does not speak TLS", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_ServerThatRefusesTheHandshake_IsBrokenAndBlamesNoCertificate()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Task refusing = RefuseAsync(server);

        FaultException fault = await FailAsync($"https://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}");

        await refusing;
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("agree on no kind of TLS", fault.Detail, StringComparison.Ordinal);
    }

    private static async Task<FaultException> FailAsync(string endpoint)
    {
        await using S3Store store = S3StoreTests.Open("s3://bucket?region=us-east-1&endpoint=" + endpoint);
        return await Assert.ThrowsAsync<FaultException>(() => store.OpenAsync("k", Token));
    }

    private static async Task RefuseAsync(TcpListener server)
    {
        using TcpClient client = await server.AcceptTcpClientAsync(Token);
        NetworkStream stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[1], Token);
        // A record of TLS 1.2: alert, fatal, handshake failure.
        await stream.WriteAsync(new byte[] { 21, 3, 3, 0, 2, 2, 40 }, Token);
        client.Client.Shutdown(SocketShutdown.Send);
        try
        {
            await stream.CopyToAsync(Stream.Null, Token);
        }
        catch (IOException)
        {
            // Hung up on.
        }
    }
}
