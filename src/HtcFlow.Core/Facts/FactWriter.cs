using System.Text;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Facts;

/// <summary>Appends the primitive parts of facts to a byte buffer: LEB128 numbers, UTF-8 texts, delta-coded index sets.</summary>
internal sealed class FactWriter
{
    private byte[] _buffer = new byte[256];
    private int _length;

    /// <summary>The bytes written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    /// <summary>Writes a number that is not negative in 1 to 9 bytes.</summary>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Reserve(10);
        ulong rest = (ulong)value;
        while (rest >= 0x80)
        {
            _buffer[_length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _buffer[_length++] = (byte)rest;
    }

    /// <summary>Writes a time in whole milliseconds, which is all that a journal keeps; times before 1970 become 1970.</summary>
    public void Time(DateTimeOffset value) => Number(Math.Max(0, value.ToUnixTimeMilliseconds()));

    public void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    public void Indices(IndexSet set)
    {
        Number(set.Ranges.Count);
        long previous = 0;
        foreach (IndexRange range in set.Ranges)
        {
            Number(range.First - previous);
            Number(range.Count);
            previous = range.End;
        }
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }
    }
}
