namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>Learns what an upload costs: so many seconds a file and so many a byte. Pure; not thread-safe.</summary>
/// <remarks>
/// A rate in bytes alone is useless as a forecast: after a thousand files of 4 KiB a checkpoint of 2 GiB would seem to take ten
/// minutes. So stretches of busy time are explained as files x a + bytes x b by least squares, in which old stretches fade. What was
/// assumed at first stays in the sums with the weight of a short stretch: where only one kind of file was seen, it answers for the other.
/// </remarks>
internal sealed class UploadCost
{
    /// <summary>A file's share of a second before anything is known: an eighth of a round trip of 40 ms, eight being in flight.</summary>
    public const double AssumedSecondsPerFile = 0.005;

    /// <summary>A byte's before anything is known: 50 MB/s, half of what a common gigabit link carries.</summary>
    public const double AssumedSecondsPerByte = 1 / 50e6;

    /// <summary>What one stretch keeps of its weight when the next one comes: 20 stretches of half a second are half forgotten after 7 s.</summary>
    private const double Fading = 0.95;

    // The assumption as two pseudo-stretches of 0.1 and 0.02 s: a fifth of what is measured as one stretch, and less.
    private const double AssumedFiles = 20;
    private const double AssumedBytes = 1e6;

    private double _filesFiles;
    private double _filesBytes;
    private double _bytesBytes;
    private double _filesSeconds;
    private double _bytesSeconds;

    /// <summary>Notes a stretch of time in which uploads were in flight without a pause.</summary>
    public void Note(double files, double bytes, double seconds)
    {
        _filesFiles = (_filesFiles * Fading) + (files * files);
        _filesBytes = (_filesBytes * Fading) + (files * bytes);
        _bytesBytes = (_bytesBytes * Fading) + (bytes * bytes);
        _filesSeconds = (_filesSeconds * Fading) + (files * seconds);
        _bytesSeconds = (_bytesSeconds * Fading) + (bytes * seconds);
    }

    /// <summary>Foresees the time for some more; never below zero.</summary>
    public TimeSpan Estimate(double files, double bytes)
    {
        double ff = _filesFiles + (AssumedFiles * AssumedFiles);
        double bb = _bytesBytes + (AssumedBytes * AssumedBytes);
        double fs = _filesSeconds + (AssumedFiles * AssumedFiles * AssumedSecondsPerFile);
        double bs = _bytesSeconds + (AssumedBytes * AssumedBytes * AssumedSecondsPerByte);
        double determinant = (ff * bb) - (_filesBytes * _filesBytes); // > 0: both diagonal sums hold a positive constant more
        double perFile = ((fs * bb) - (bs * _filesBytes)) / determinant;
        double perByte = ((ff * bs) - (_filesBytes * fs)) / determinant;
        if (perFile < 0)
        {
            (perFile, perByte) = (0, bs / bb);
        }
        else if (perByte < 0)
        {
            (perFile, perByte) = (fs / ff, 0);
        }

        return TimeSpan.FromSeconds((files * perFile) + (bytes * perByte));
    }
}
