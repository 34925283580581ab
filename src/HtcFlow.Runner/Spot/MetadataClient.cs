using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HtcFlow.Runner.Spot;

/// <summary>Speaks to a metadata service of the machine: plain HTTP on one connection that is kept, every request within a bounded time.</summary>
/// <remarks>By hand, because it runs once a second beside the command: no pool, no threads, a few kilobytes. A connection is kept since the
/// service counts packets (1,024 a second and machine), and a large machine runs a hundred containers.</remarks>
internal sealed class MetadataClient : IDisposable
{
    private const int MostBytes = 256 * 1024;

    private readonly Uri _service;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private Socket? _socket;

    public MetadataClient(Uri service, TimeSpan patience, TimeProvider time)
    {
        _service = service;
        _patience = patience;
        _time = time;
    }

    /// <summary>Sends a request without a body.</summary>
    /// <param name="method">GET or PUT.</param>
    /// <param name="path">Path below the service's address, with a slash in front.</param>
    /// <param name="header">One header line, or empty.</param>
    public MetadataReply Send(string method, string path, string header = "")
    {
        string request = $"{method} {_service.AbsolutePath.TrimEnd('/')}{path} HTTP/1.1\r\nHost: {_service.Authority}\r\n"
            + (header.Length > 0 ? header + "\r\n" : "") + (method == "PUT" ? "Content-Length: 0\r\n" : "") + "\r\n";
        long start = _time.GetTimestamp();
        bool wasOpen = _socket is not null;
        MetadataReply reply = Exchange(request, start);
        return reply.Status == 0 && wasOpen && _time.GetElapsedTime(start) < _patience
            ? Exchange(request, start) // the service may have closed what was kept open
            : reply;
    }

    public void Dispose() => Close();

    private MetadataReply Exchange(string request, long start)
    {
        try
        {
            _socket ??= Connect(start);
            _socket.SendTimeout = Left(start);
            _socket.Send(Encoding.ASCII.GetBytes(request));
            return Receive(start);
        }
        catch (Exception e) when (e is SocketException or TimeoutException or FormatException)
        {
            Close();
            return MetadataReply.None;
        }
    }

    private Socket Connect(long start)
    {
        IPAddress address = IPAddress.TryParse(_service.Host.Trim('[', ']'), out IPAddress? literal) ? literal : Dns.GetHostAddresses(_service.Host)[0];
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        try
        {
            socket.Connect(new IPEndPoint(address, _service.Port));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            if (!socket.Poll(Left(start) * 1000, SelectMode.SelectWrite) || socket.Poll(0, SelectMode.SelectError))
            {
                socket.Dispose();
                throw new TimeoutException();
            }
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }

        socket.Blocking = true;
        return socket;
    }

    private MetadataReply Receive(long start)
    {
        byte[] buffer = new byte[4096];
        int count = 0;
        while (true)
        {
            if (HttpText.Read(buffer.AsSpan(0, count), isOver: false) is { } reply)
            {
                return Kept(reply, buffer.AsSpan(0, count));
            }

            if (count == buffer.Length)
            {
                Array.Resize(ref buffer, count < MostBytes ? count * 2 : throw new FormatException("The answer is too long."));
            }

            _socket!.ReceiveTimeout = Left(start);
            int read = _socket.Receive(buffer, count, buffer.Length - count, SocketFlags.None);
            if (read == 0)
            {
                Close();
                return HttpText.Read(buffer.AsSpan(0, count), isOver: true) ?? MetadataReply.None;
            }

            count += read;
        }
    }

    private MetadataReply Kept(MetadataReply reply, ReadOnlySpan<byte> bytes)
    {
        if (HttpText.IsLast(bytes))
        {
            Close();
        }

        return reply;
    }

    private int Left(long start)
    {
        TimeSpan left = _patience - _time.GetElapsedTime(start);
        return left > TimeSpan.Zero ? (int)Math.Ceiling(left.TotalMilliseconds) : throw new TimeoutException();
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
