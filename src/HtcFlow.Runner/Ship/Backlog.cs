using HtcFlow.Runner.Ship.Traffic;

namespace HtcFlow.Runner.Ship;

/// <summary>What is still to be shipped, how fast it goes, and how long it will take. Every member may be used from any thread.</summary>
internal sealed class Backlog
{
    /// <summary>Shortest stretch of busy time that is measured as one, so that clocks and scheduling do not matter.</summary>
    private static readonly TimeSpan s_stretch = TimeSpan.FromMilliseconds(500);

    /// <summary>Seconds of uploading over which the speed is smoothed.</summary>
    private const double SmoothedSeconds = 10;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly UploadCost _cost = new();
    private int _files;
    private long _bytes;
    private int _flying;
    private long _sent;
    private int _unfinishedFiles;
    private long _unfinishedBytes;
    private long _since;
    private double _busySeconds;
    private int _stretchFiles;
    private long _stretchBytes;
    private double _bytesPerSecond;
    private double _ratio = 1;
    private long _checkpointBytes;

    public Backlog(TimeProvider time) => _time = time;

    /// <summary>Files that are finished and wait, or are in flight.</summary>
    public int Files
    {
        get
        {
            lock (_gate)
            {
                return _files;
            }
        }
    }

    /// <summary>Bytes of these files, before compression.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Recent speed of uploading in stored bytes a second of busy time; 0 until something was taken.</summary>
    public double BytesPerSecond
    {
        get
        {
            lock (_gate)
            {
                return _bytesPerSecond;
            }
        }
    }

    /// <summary>Size of the last committed checkpoint generation before compression; 0 before the first.</summary>
    public long CheckpointBytes
    {
        get => Interlocked.Read(ref _checkpointBytes);
        set => Interlocked.Exchange(ref _checkpointBytes, value);
    }

    /// <summary>Foresees how long it takes to ship everything that waits, what is being written at its present size, and something more.</summary>
    /// <param name="moreBytes">Bytes that will be written before, for example those of a checkpoint that is asked for.</param>
    public TimeSpan Estimate(long moreBytes = 0)
    {
        lock (_gate)
        {
            int files = _files + _unfinishedFiles + (moreBytes > 0 ? 1 : 0);
            double stored = ((_bytes + _unfinishedBytes + moreBytes) * _ratio) - _sent;
            return _cost.Estimate(files, Math.Max(stored, 0));
        }
    }

    /// <summary>Says what outputs and checkpoints are there but not finished, as a look at everything found them.</summary>
    public void Unfinished(int files, long bytes)
    {
        lock (_gate)
        {
            _unfinishedFiles = files;
            _unfinishedBytes = bytes;
        }
    }

    /// <summary>A finished file waits.</summary>
    public void Wait(long bytes)
    {
        lock (_gate)
        {
            _files++;
            _bytes += bytes;
        }
    }

    /// <summary>The upload of a file that waited begins.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            Elapse();
            _flying++;
        }
    }

    /// <summary>The store has taken a part of a file in flight: of few large files the speed is known before the first is acknowledged.</summary>
    /// <param name="storedBytes">Bytes of the part as it is stored.</param>
    public void Send(long storedBytes)
    {
        lock (_gate)
        {
            Elapse();
            _sent += storedBytes;
            _stretchBytes += storedBytes;
            if (_busySeconds >= s_stretch.TotalSeconds)
            {
                Measure();
            }
        }
    }

    /// <summary>What had been sent of a file in flight is sent once more.</summary>
    /// <param name="storedBytes">What was said of it by <see cref="Send"/>.</param>
    public void Repeat(long storedBytes)
    {
        lock (_gate)
        {
            _sent -= storedBytes;
        }
    }

    /// <summary>The upload of a file is over.</summary>
    /// <param name="bytes">What was said when it waited.</param>
    /// <param name="storedBytes">Size of the acknowledged object; -1 when it came to nothing.</param>
    /// <param name="sentBytes">What was said of it by <see cref="Send"/> since it was last begun.</param>
    public void End(long bytes, long storedBytes, long sentBytes = 0)
    {
        lock (_gate)
        {
            Elapse();
            _flying--;
            _files--;
            _bytes -= bytes;
            _sent -= sentBytes;
            if (storedBytes >= 0)
            {
                _stretchFiles++;
                _stretchBytes += Math.Max(storedBytes - sentBytes, 0);
                Learn(bytes, storedBytes);
            }
        }
    }

    /// <summary>A file that waited is not wanted any more.</summary>
    public void Drop(long bytes)
    {
        lock (_gate)
        {
            _files--;
            _bytes -= bytes;
        }
    }

    private void Elapse()
    {
        long now = _time.GetTimestamp();
        _busySeconds += _flying > 0 ? _time.GetElapsedTime(_since, now).TotalSeconds : 0;
        _since = now;
    }

    private void Learn(long bytes, long storedBytes)
    {
        // How well things compress, by weight of bytes: the last 64 MiB count as much as all before them.
        double share = bytes / (bytes + 64.0 * 1024 * 1024);
        _ratio += bytes > 0 ? share * (Math.Min(1.0, (double)storedBytes / bytes) - _ratio) : 0;
        if (_busySeconds >= s_stretch.TotalSeconds || _bytesPerSecond == 0)
        {
            Measure();
        }
    }

    private void Measure()
    {
        double speed = _stretchBytes / Math.Max(_busySeconds, 1e-6);
        double weight = _bytesPerSecond > 0 ? 1 - Math.Exp(-_busySeconds / SmoothedSeconds) : 1;
        _bytesPerSecond += weight * (speed - _bytesPerSecond);
        _cost.Note(_stretchFiles, _stretchBytes, _busySeconds);
        (_busySeconds, _stretchFiles, _stretchBytes) = (0, 0, 0);
    }
}
