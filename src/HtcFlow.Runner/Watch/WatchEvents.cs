using System.Buffers.Binary;
using System.Text;

namespace HtcFlow.Runner.Watch;

/// <summary>Reads the kernel's event records: watch, mask, cookie and length of 4 bytes each, then the name padded with zeros.</summary>
internal static class WatchEvents
{
    private const int HeaderBytes = 16;

    /// <summary>Appends the events of one read to a list.</summary>
    public static void Parse(ReadOnlySpan<byte> bytes, List<WatchEvent> events)
    {
        while (bytes.Length >= HeaderBytes)
        {
            int watch = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            uint mask = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
            ReadOnlySpan<byte> name = bytes.Slice(HeaderBytes, length);
            int end = name.IndexOf((byte)0);
            events.Add(new WatchEvent(watch, mask, Encoding.UTF8.GetString(end < 0 ? name : name[..end])));
            bytes = bytes[(HeaderBytes + length)..];
        }
    }
}
