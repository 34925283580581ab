using Amazon.S3.Model;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3.Connections;
using HtcFlow.Objects.Frames;

namespace HtcFlow.Objects.S3;

/// <summary>An object's content as it comes; where the connection breaks, reading goes on at the byte that was reached.</summary>
internal sealed class S3ReadStream : ReadOnlyStream
{
    /// <summary>Breaks without a byte in between that are borne; each reopening is tried several times itself.</summary>
    private const int BarrenBreaks = 5;

    /// <summary>Longest silence of a connection.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(60);

    private readonly Func<long, string, CancellationToken, Task<GetObjectResponse>> _open;
    private readonly Func<Exception, FaultException> _fault;
    private readonly TimeProvider _time;
    private readonly string _version;
    private readonly long _length;
    private GetObjectResponse _reply;
    private CancellationTokenSource _silence;
    private long _position;
    private int _breaks;

    /// <summary>Reads on from an opened reply.</summary>
    /// <param name="reply">The whole object's reply, its body unread; owned from here on.</param>
    /// <param name="open">Opens the object from a byte on, if it is still the version of the given tag.</param>
    /// <param name="fault">Names what ended reading for good.</param>
    /// <param name="time">Clock of the longest silence.</param>
    public S3ReadStream(
        GetObjectResponse reply, Func<long, string, CancellationToken, Task<GetObjectResponse>> open,
        Func<Exception, FaultException> fault, TimeProvider time)
    {
        _reply = reply;
        _version = reply.ETag ?? "";
        _length = reply.ContentLength;
        _open = open;
        _fault = fault;
        _time = time;
        _silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _length || buffer.Length == 0)
        {
            return 0;
        }

        while (true)
        {
            try
            {
                int count = await ReadOnceAsync(buffer, cancellationToken);
                if (count > 0)
                {
                    _position += count;
                    _breaks = 0;
                    return count;
                }

                throw new IOException($"the reply ended after {_position} of {_length} bytes");
            }
            catch (Exception e) when (S3Faults.IsWorld(e) && !cancellationToken.IsCancellationRequested)
            {
                if (++_breaks > BarrenBreaks)
                {
                    throw _fault(e);
                }
            }

            _reply.Dispose();
            _reply = await _open(_position, _version, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reply.Dispose();
            _silence.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ValueTask<int> read = _reply.ResponseStream.ReadAsync(buffer, _silence.Token);
        if (read.IsCompleted)
        {
            return await read;
        }

        // Only a read that waits needs a limit, and a way to be cancelled.
        _silence.CancelAfter(s_silence);
        CancellationTokenRegistration end = cancellationToken.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _silence);
        try
        {
            return await read;
        }
        finally
        {
            end.Dispose();
            if (!_silence.TryReset())
            {
                _silence.Dispose();
                _silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
            }
        }
    }
}
