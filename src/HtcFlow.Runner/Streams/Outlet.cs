using System.Globalization;
using System.Text;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Streams;

/// <summary>One of the runner's own output streams: takes what is written for as long as somebody reads it.</summary>
/// <remarks>Whoever should read may have stopped: after a while what comes is dropped, and told once reading goes on. May be used by any thread.</remarks>
internal sealed unsafe class Outlet
{
    // A pipe that is ready for writing has room for this much (PIPE_BUF): such a write does not block.
    private const int SafeBytes = 4096;

    private readonly Lock _gate = new();
    private readonly int _descriptor;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly bool _neverBlocks;
    private readonly int _piece;
    private bool _isStuck;
    private bool _isClosed;
    private long _dropped;

    /// <summary>Opens a stream.</summary>
    /// <param name="descriptor">1 or 2.</param>
    /// <param name="patience">How long a write waits for room before it is given up.</param>
    /// <param name="time">Measures that.</param>
    public Outlet(int descriptor, TimeSpan patience, TimeProvider time)
    {
        _patience = patience;
        _time = time;
        _descriptor = descriptor;
        _piece = SafeBytes;
        FileKind kind = FileStatus.KindOf(descriptor);
        if (kind is FileKind.Regular)
        {
            _neverBlocks = true;
            _piece = int.MaxValue;
        }
        else if (kind is FileKind.Pipe)
        {
            // Opened anew, it does not block, and whoever else has the old descriptor does not notice.
            string path = "/proc/self/fd/" + descriptor.ToString(CultureInfo.InvariantCulture);
            int own = FileCalls.Open(path, FileCalls.WriteOnly | FileCalls.NonBlocking | FileCalls.CloseOnExec, 0);
            _descriptor = own < 0 ? descriptor : own;
            _piece = own < 0 ? SafeBytes : int.MaxValue;
        }
    }

    /// <summary>Writes a line of text.</summary>
    public void WriteLine(string line) => Write(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Writes bytes; returns when they are written or given up.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_isStuck && IsReady(TimeSpan.Zero))
            {
                _isStuck = false;
                string note = string.Create(CultureInfo.InvariantCulture, $"\n[htcflow: {_dropped} bytes are missing here: nothing read them]\n");
                _dropped = 0;
                Put(Encoding.UTF8.GetBytes(note));
            }

            Put(bytes);
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isClosed)
        {
            if (_isStuck || (!_neverBlocks && !IsReady(_patience)))
            {
                _isStuck = true;
                _dropped += bytes.Length;
                return;
            }

            nint written;
            fixed (byte* start = bytes)
            {
                written = FileCalls.Write(_descriptor, start, Math.Min(bytes.Length, _piece));
            }

            if (written < 0)
            {
                _isClosed = Errno.Last is not Errno.Interrupted and not Errno.TryAgain; // gone, or the disk is full: nothing to be done
                continue;
            }

            bytes = bytes[(int)written..];
        }
    }

    private bool IsReady(TimeSpan patience)
    {
        PollEntry entry = new() { Descriptor = _descriptor, Wanted = EventCalls.Writable };
        long begun = _time.GetTimestamp();
        TimeSpan left = patience;
        int ready;
        while ((ready = EventCalls.Poll(&entry, 1, (int)left.TotalMilliseconds)) < 0 && Errno.Last == Errno.Interrupted)
        {
            // A signal ended the wait, which does not say that nobody reads.
            left = patience - _time.GetElapsedTime(begun);
            left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }

        return ready > 0;
    }
}
