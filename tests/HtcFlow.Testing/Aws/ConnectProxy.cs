using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HtcFlow.Testing.Aws;

/// <summary>A proxy of the kind that HTTPS_PROXY names: makes tunnels for hosts that it leads to servers of the test, whatever the name service says.</summary>
public sealed class ConnectProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _asked = [];
    private readonly Func<string, Uri?> _leads;
    private readonly LoopbackServer _server;

    /// <summary>Begins to listen.</summary>
    /// <param name="leads">Where a host is; null for nowhere.</param>
    public ConnectProxy(Func<string, Uri?> leads)
    {
        _leads = leads;
        _server = new LoopbackServer(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _server.Address;

    /// <summary>Hosts that were asked for.</summary>
    public IReadOnlyCollection<string> Asked => [.. _asked.Keys];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        NetworkStream outside = client.GetStream();
        string[] request = (await new HttpWire(outside).ReadHeadAsync(cancellationToken))?[0].Split(' ') ?? [];
        if (request is not ["CONNECT", var target, _])
        {
            await outside.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 405 Tunnels Only\r\nContent-Length: 0\r\n\r\n"), cancellationToken);
            return;
        }

        string host = target.Split(':')[0];
        _asked.AddOrUpdate(host, 1, static (_, count) => count + 1);
        if (_leads(host) is not { } place)
        {
            await outside.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 502 No Such Host\r\nContent-Length: 0\r\n\r\n"), cancellationToken);
            return;
        }

        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, place.Port, cancellationToken);
        await outside.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 Connection Established\r\n\r\n"), cancellationToken);
        await LoopbackServer.PipeAsync(outside, server.GetStream(), cancellationToken);
    }
}
