using System.Globalization;

namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>Sums up the processor time that nobody wanted.</summary>
/// <remarks>Nothing where a container's quota or a mask of processors bounds this process: others' idle processors are not its own then.</remarks>
internal sealed class IdleTime
{
    /// <summary>The kernel's clock tick in files, USER_HZ.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>How long a reading is good: the kernel writes a line per processor for each.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly string _file;
    private readonly int _processors;
    private TimeSpan _last;
    private long _read;

    /// <summary>Creates a counter.</summary>
    /// <param name="time">Clock.</param>
    /// <param name="processors">Processors of this process.</param>
    /// <param name="file">The kernel's statistics.</param>
    public IdleTime(TimeProvider time, int processors, string file = "/proc/stat")
    {
        _time = time;
        _processors = processors;
        _file = file;
    }

    /// <summary>Idle time of all processors since the machine started, or always the same where it may not be counted on.</summary>
    public TimeSpan Read()
    {
        if (_read != 0 && _time.GetElapsedTime(_read) < s_fresh)
        {
            return _last;
        }

        _read = _time.GetTimestamp();
        _last = File.Exists(_file) ? Parse(File.ReadAllText(_file)) : TimeSpan.Zero;
        return _last;
    }

    private TimeSpan Parse(string text)
    {
        int processors = 0;
        double idle = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith("cpu", StringComparison.Ordinal))
            {
                break;
            }

            processors += line[3] == ' ' ? 0 : 1;
            idle = line[3] == ' ' ? Idle(line) : idle;
        }

        return processors == _processors ? TimeSpan.FromSeconds(idle / TicksPerSecond) : TimeSpan.Zero;
    }

    /// <summary>The fields are user, nice, system, idle, and waiting for disks, which is idle too.</summary>
    private static double Idle(ReadOnlySpan<char> line)
    {
        double idle = 0;
        int field = 0;
        foreach (Range range in line.Split(' '))
        {
            ReadOnlySpan<char> word = line[range];
            if (word.Length == 0 || word is "cpu")
            {
                continue;
            }

            field++;
            if (field is 4 or 5 && double.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out double ticks))
            {
                idle += ticks;
            }
        }

        return idle;
    }
}
