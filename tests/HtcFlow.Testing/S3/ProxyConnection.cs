using System.Net.Sockets;
using System.Text;
using Amazon.S3;

namespace HtcFlow.Testing.S3;

/// <summary>One client's connection: request by request to the server and back.</summary>
internal sealed class ProxyConnection(FaultProxy proxy, TcpClient client)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs until either side has had enough, or a fault has closed the connection.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        client.NoDelay = true;
        var wire = new HttpWire(client.GetStream());
        while (await wire.ReadHeadAsync(cancellationToken) is { } head && await ServeAsync(wire, head, cancellationToken))
        {
        }
    }

    private async Task<bool> ServeAsync(HttpWire wire, List<string> head, CancellationToken cancellationToken)
    {
        ProxyRequest request = Parse(head);
        (ProxyFault fault, ProxyReply? reply) = proxy.Deal(request);
        if (proxy.Latency > TimeSpan.Zero)
        {
            await Task.Delay(proxy.Latency, proxy.Time, cancellationToken);
        }

        if (request.WaitsForContinue)
        {
            await wire.Stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        if (reply is not null)
        {
            await CopyBodyAsync(wire, request.Length, request.IsChunked, _ => Task.CompletedTask, cancellationToken);
            await wire.Stream.WriteAsync(reply.Bytes(withBody: request.Method != "HEAD"), cancellationToken);
            return true;
        }

        if (proxy.IgnoresIfNoneMatch && request.Header("If-None-Match").Length > 0)
        {
            await DeleteAsync(request, cancellationToken);
        }

        using var server = new TcpClient { NoDelay = true };
        await server.ConnectAsync(proxy.Gateway.Endpoint.Host, proxy.Gateway.Endpoint.Port, cancellationToken);
        var behind = new HttpWire(server.GetStream());
        return await AskAsync(wire, behind, head, request, fault, cancellationToken)
            && await AnswerAsync(wire, behind, request, fault, cancellationToken);
    }

    private async Task<bool> AskAsync(
        HttpWire wire, HttpWire behind, List<string> head, ProxyRequest request, ProxyFault fault, CancellationToken cancellationToken)
    {
        IEnumerable<string> lines = head.Where(line => !line.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase));
        await behind.Stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), cancellationToken);
        if (fault == ProxyFault.DropRequest)
        {
            await wire.CopyAsync(request.Length / 2, Paced(behind.Stream, cancellationToken), cancellationToken);
            return false;
        }

        await CopyBodyAsync(wire, request.Length, request.IsChunked, Paced(behind.Stream, cancellationToken), cancellationToken);
        return true;
    }

    private async Task<bool> AnswerAsync(
        HttpWire wire, HttpWire behind, ProxyRequest request, ProxyFault fault, CancellationToken cancellationToken)
    {
        List<string> head = await behind.ReadHeadAsync(cancellationToken) ?? throw new IOException("no reply");
        ProxyRequest reply = Parse(head);
        int status = int.Parse(head[0].Split(' ')[1], null);
        if (status is >= 200 and < 300)
        {
            proxy.NoteDone(request);
        }

        bool hasBody = request.Method != "HEAD" && status is not (204 or 304);
        long length = hasBody ? reply.Length : 0;
        bool chunked = hasBody && reply.IsChunked;
        if (fault == ProxyFault.LoseReply)
        {
            await CopyBodyAsync(behind, length, chunked, _ => Task.CompletedTask, cancellationToken);
            return false;
        }

        if (fault == ProxyFault.TruncateReply && length == 0)
        {
            return false;
        }

        await wire.Stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", head) + "\r\n\r\n"), cancellationToken);
        if (fault == ProxyFault.TruncateReply)
        {
            await behind.CopyAsync(length / 2, bytes => wire.Stream.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);
            return false;
        }

        await CopyBodyAsync(
            behind, length, chunked, fault == ProxyFault.SlowReply ? Slow(wire.Stream, cancellationToken) : Paced(wire.Stream, cancellationToken), cancellationToken);
        return !reply.Header("Connection").Equals("close", StringComparison.OrdinalIgnoreCase);
    }

    private static Task CopyBodyAsync(
        HttpWire from, long length, bool chunked, Func<ReadOnlyMemory<byte>, Task> sink, CancellationToken cancellationToken) =>
        chunked ? from.CopyChunkedAsync(sink, cancellationToken) : from.CopyAsync(length, sink, cancellationToken);

    private Func<ReadOnlyMemory<byte>, Task> Paced(NetworkStream stream, CancellationToken cancellationToken) => async bytes =>
    {
        await stream.WriteAsync(bytes, cancellationToken);
        if (proxy.BytesPerSecond > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)bytes.Length / proxy.BytesPerSecond), proxy.Time, cancellationToken);
        }
    };

    // 16 pieces at most, so that a large object does not take for ever.
    private Func<ReadOnlyMemory<byte>, Task> Slow(NetworkStream stream, CancellationToken cancellationToken) => async bytes =>
    {
        int piece = Math.Max(1, bytes.Length / 16);
        for (int at = 0; at < bytes.Length; at += piece)
        {
            await stream.WriteAsync(bytes.Slice(at, Math.Min(piece, bytes.Length - at)), cancellationToken);
            await Task.Delay(s_pause, proxy.Time, cancellationToken);
        }
    };

    /// <summary>Makes way for a conditional write that must not find anything: the condition is signed and cannot be taken away.</summary>
    private async Task DeleteAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        string[] path = Uri.UnescapeDataString(request.Target.Split('?')[0]).TrimStart('/').Split('/', 2);
        using AmazonS3Client own = proxy.Gateway.NewClient();
        await own.DeleteObjectAsync(path[0], path[1], cancellationToken);
    }

    private static ProxyRequest Parse(List<string> head)
    {
        string[] first = head[0].Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in head.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new ProxyRequest(first[0], first[1], headers);
    }
}
