using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HtcFlow.Testing.S3;

namespace HtcFlow.Testing.Aws;

/// <summary>A proxy of the kind that HTTPS_PROXY names: makes tunnels for hosts that it leads to servers of the test, whatever the name service says.</summary>
public sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly ConcurrentDictionary<string, int> _asked = [];
    private readonly Func<string, Uri?> _leads;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="leads">Where a host is; null for nowhere.</param>
    public ConnectProxy(Func<string, Uri?> leads)
    {
        _leads = leads;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Hosts that were asked for.</summary>
    public IReadOnlyCollection<string> Asked => [.. _asked.Keys];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
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
                NetworkStream inside = server.GetStream();
                await outside.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 Connection Established\r\n\r\n"), cancellationToken);
                await Task.WhenAny(outside.CopyToAsync(inside, cancellationToken), inside.CopyToAsync(outside, cancellationToken));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side hung up.
            }
        }
    }
}
