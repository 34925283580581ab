using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HtcFlow.Testing;

/// <summary>Answers requests of HTTP on loopback, one a connection; for services of which only the answers matter.</summary>
public sealed class LoopbackHttp : IAsyncDisposable
{
    private const string Length = "Content-Length:";

    private readonly Func<IReadOnlyList<string>, (string Status, string Type, byte[] Body)> _answer;
    private readonly LoopbackServer _server;

    /// <summary>Begins to listen.</summary>
    /// <param name="answer">Status line after the protocol's version, media type and body for the lines of a request's head.</param>
    public LoopbackHttp(Func<IReadOnlyList<string>, (string Status, string Type, byte[] Body)> answer)
    {
        _answer = answer;
        _server = new LoopbackServer(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _server.Address;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        NetworkStream stream = client.GetStream();
        var wire = new HttpWire(stream);
        if (await wire.ReadHeadAsync(cancellationToken) is not { Count: > 0 } head)
        {
            return;
        }

        // A body that nobody has read would reset the connection at its close and take the answer with it.
        string? length = head.FirstOrDefault(static line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        if (length is not null)
        {
            await wire.CopyAsync(long.Parse(length.AsSpan(Length.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture), static _ => Task.CompletedTask, cancellationToken);
        }

        (string status, string type, byte[] body) = _answer(head);
        string reply = string.Create(
            CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply), cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
    }
}
