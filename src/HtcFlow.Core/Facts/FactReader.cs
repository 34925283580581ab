using System.Text;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Facts;

/// <summary>Reads what <see cref="FactWriter"/> wrote; anything else is a <see cref="FormatException"/>, never a crash.</summary>
internal ref struct FactReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether all bytes were read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        return Take(1)[0];
    }

    public long Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        throw new FormatException("A number does not end.");
    }

    /// <summary>Reads a number that must fit an <see cref="int"/>.</summary>
    public int Small()
    {
        long value = Number();
        return value <= int.MaxValue ? (int)value : throw new FormatException("A number is too large.");
    }

    /// <summary>Reads a count of things that take at least one byte each, so that damage cannot ask for more memory than there are bytes.</summary>
    public int Count()
    {
        int count = Small();
        return count <= _rest.Length ? count : throw new FormatException("A list is longer than the fact.");
    }

    public DateTimeOffset Time()
    {
        long milliseconds = Number();
        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new FormatException("A time lies after the year 9999.");
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public ReadOnlySpan<byte> Bytes() => Take(Small());

    public IndexSet Indices()
    {
        int count = Count();
        var ranges = new IndexRange[count];
        long previous = 0;
        for (int r = 0; r < count; r++)
        {
            long distance = Number();
            long length = Number();

            // Compared before they are added: a sum of damaged numbers could wrap around and look small.
            if (length < 1 || distance > Sweep.MaxTasks - previous || length > Sweep.MaxTasks - previous - distance)
            {
                throw new FormatException("A range is empty or beyond 2^40.");
            }

            ranges[r] = new IndexRange(previous + distance, length);
            previous = ranges[r].End;
        }

        return IndexSet.FromRanges(ranges);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new FormatException("The fact is cut short.");
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
