using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HtcFlow.Testing;

/// <summary>Reads HTTP messages from a connection: heads as lines, bodies as they are, so that signatures stay valid.</summary>
internal sealed class HttpWire(NetworkStream stream)
{
    private const int MaxHeadBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public NetworkStream Stream => stream;

    /// <summary>Reads a head's lines; null when the other side has closed the connection.</summary>
    public async Task<List<string>?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        int bytes = 0;
        while (true)
        {
            string? line = await ReadLineAsync(cancellationToken);
            if (line is null)
            {
                return lines.Count == 0 ? null : throw new IOException("the connection ended within a head");
            }

            if (line.Length == 0)
            {
                return lines;
            }

            bytes += line.Length;
            lines.Add(bytes < MaxHeadBytes ? line : throw new IOException("a head of more than 64 KiB"));
        }
    }

    /// <summary>Passes on a number of bytes.</summary>
    public async Task CopyAsync(long bytes, Func<ReadOnlyMemory<byte>, Task> sink, CancellationToken cancellationToken)
    {
        while (bytes > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw new IOException("the connection ended within a body");
            }

            int count = (int)Math.Min(bytes, _end - _start);
            await sink(_buffer.AsMemory(_start, count));
            _start += count;
            bytes -= count;
        }
    }

    /// <summary>Passes on a body in chunks, their framing included.</summary>
    public async Task CopyChunkedAsync(Func<ReadOnlyMemory<byte>, Task> sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            string size = await ReadLineAsync(cancellationToken) ?? throw new IOException("the connection ended within a body");
            await sink(Encoding.Latin1.GetBytes(size + "\r\n"));
            long bytes = long.Parse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await CopyAsync(bytes + 2, sink, cancellationToken);
            if (bytes == 0)
            {
                return;
            }
        }
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (_start < _end || await FillAsync(cancellationToken))
        {
            int feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int count = feed < 0 ? _end - _start : feed + 1;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, count));
            _start += count;
            if (feed >= 0)
            {
                return line.ToString().TrimEnd('\r', '\n');
            }
        }

        return null;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
