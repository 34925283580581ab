using System.Numerics;

namespace HtcFlow.Core.State;

/// <summary>Wall times of attempts that succeeded, counted in classes of a quarter of an octave: a quantile is right within 10 %.</summary>
public sealed class WallHistogram
{
    // Four classes an octave from 1 ms to 2^40 ms (35 years).
    private const int ClassesPerOctave = 4;
    private const int Octaves = 40;
    private readonly int[] _counts = new int[Octaves * ClassesPerOctave];

    /// <summary>Number of wall times.</summary>
    public long Count { get; private set; }

    /// <summary>Counts of the classes.</summary>
    internal ReadOnlySpan<int> Classes => _counts;

    /// <summary>Wall time below which a share of the attempts stayed; zero when there is none.</summary>
    /// <param name="share">0 .. 1; 0.5 is the median.</param>
    public TimeSpan Quantile(double share)
    {
        long rank = (long)Math.Ceiling(Math.Clamp(share, 0, 1) * Count);
        for (int c = 0; c < _counts.Length && Count > 0; c++)
        {
            rank -= _counts[c];
            if (rank <= 0 && _counts[c] > 0)
            {
                // The geometric middle of the class.
                return TimeSpan.FromMilliseconds(Math.Pow(2, (c + 0.5) / ClassesPerOctave));
            }
        }

        return TimeSpan.Zero;
    }

    internal void Add(long milliseconds) => Add(ClassOf(milliseconds), 1);

    internal void Add(int wallClass, int count)
    {
        _counts[wallClass] += count;
        Count += count;
    }

    private static int ClassOf(long milliseconds)
    {
        if (milliseconds < 1)
        {
            return 0;
        }

        // The two bits below the leading one divide the octave; exact enough for classes, and the same on every machine.
        int octave = BitOperations.Log2((ulong)milliseconds);
        int quarter = (int)(octave >= 2 ? (milliseconds >> (octave - 2)) & 3 : (milliseconds << (2 - octave)) & 3);
        return Math.Min((octave * ClassesPerOctave) + quarter, (Octaves * ClassesPerOctave) - 1);
    }
}
